import type { Page } from '@playwright/test';
import { presets } from '../src/settings/presets.ts';
import { openInBrowser } from '../src/headless/inBrowser.ts';
import { expect, test } from './fixtures.ts';

/** Opens all that is folded, also what was folded within. */
async function openFolds(page: Page): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }
}

for (const { name } of presets) {
  test(`every fold opens before a run of ${name}`, async ({ page, complaints }) => {
    await page.goto(`/#preset=${name}`);
    await expect(page.getByRole('button', { name: 'Run', exact: true })).toBeEnabled();
    await openFolds(page);
    await expect(page.getByText('This panel failed')).toHaveCount(0);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(complaints).toEqual([]);
  });
}

test('a run with every fold open from the beginning is drawn in all panels', async ({ page, complaints }) => {
  await page.goto('/#preset=tiny&seeds=3');
  await openFolds(page);
  await page.getByLabel('Backend').selectOption('wasm');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await openFolds(page);
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 150_000 });
  const diagnostics = page.locator('.diagnostics');
  // Charts take turns: the last one is drawn some frames after the last evaluation.
  await expect(diagnostics.getByRole('img', { name: /^Gradient norm: Ordinary RLHF/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^R2M: gold goes from .* at step 0 to .* at step 6\.$/ })).toBeVisible();
  await expect(page.getByText(/^Seed 3 ends /)).toBeVisible();
  await expect(page.getByText('This panel failed')).toHaveCount(0);
  // A second run with everything left open begins with empty charts.
  const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
  const before = await runs.count();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  // However fast it is over, it is one more in the list.
  await expect(runs).toHaveCount(before + 1);
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 150_000 });
  await expect(page.getByText('This panel failed')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('the statistics of a recorded run are there in full, behind two folds', async ({ page, complaints }) => {
  await page.goto('/#preset=rloo');
  const numbers = page.getByRole('region', { name: 'Numbers' });
  await expect(numbers.getByText('p, Wilcoxon')).toHaveCount(0);
  await numbers.getByText('All figures').click();
  await expect(numbers.getByRole('row', { name: /^Area under gold/ })).toContainText('±');
  await expect(numbers.getByRole('row', { name: /^End below their start/ })).toContainText(/\d+ %\d+ of 12/);
  await numbers.getByText('Statistics in full').click();
  const tables = numbers.getByRole('table', { name: /, in full$/ });
  await expect(tables).toHaveCount(2);
  // The control is better in every one of twelve seeds: p is 2 / 2 ** 12, and twice that for two comparisons.
  const control = tables.filter({ hasText: 'Smaller reward' });
  const cellOf = (row: RegExp) => control.getByRole('row', { name: row }).getByRole('cell').nth(1);
  await expect(cellOf(/^Ahead in/)).toHaveText('12/12');
  await expect(cellOf(/^p, sign test/)).toHaveText('< 0.001');
  await expect(cellOf(/^p, Holm/)).toHaveText('0.001');
  await expect(cellOf(/^95 % by bootstrap/)).toHaveText(/^\+\d\.\d\dto \+\d\.\d\d$/);
  await expect(cellOf(/^Could have shown/)).toHaveText(/^\d\.\d\d$/);
  // As wide as the panel, on a phone, too.
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await tables.first().evaluate((table) => table.scrollWidth - table.closest('.panel')!.clientWidth)).toBeLessThanOrEqual(0);
  expect(complaints).toEqual([]);
});

test('seeds are gone through with the keys', async ({ page }) => {
  await page.goto('/#preset=default');
  const strip = page.getByRole('slider', { name: 'Seeds, one at a time' });
  await strip.focus();
  await page.keyboard.press('End');
  const last = await strip.getAttribute('aria-valuetext');
  expect(last).toMatch(/^Seed \d+: starts at .* Ordinary RLHF ends at .* R2M ends at /);
  await page.keyboard.press('ArrowLeft');
  await expect(strip).not.toHaveAttribute('aria-valuetext', last ?? '');
  await page.keyboard.press('ArrowRight');
  await expect(strip).toHaveAttribute('aria-valuetext', last ?? '');
});

test('a panel that fails leaves the others alone, can be reported without a clipboard, and tried again', async () => {
  const browser = await openInBrowser({ adapter: 'software' });
  try {
    const { page } = browser;
    const draw = (run: string, breaks: boolean) => browser.call('/e2e/panelChecks.tsx', 'drawPanels', run, breaks);
    await draw('GRPO, seed 8', true);
    const fragile = page.getByRole('region', { name: 'Fragile' });
    await expect(fragile.getByRole('alert')).toHaveText('This panel failed; the run goes on.');
    await expect(page.getByText('still here')).toBeVisible();
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
    await fragile.getByRole('button', { name: 'Copy report' }).click();
    await expect(fragile.getByRole('textbox')).toHaveValue(/GRPO, seed 8\s+TypeError: no such column/);
    await fragile.getByRole('button', { name: 'Try again' }).click();
    await expect(fragile.getByRole('alert')).toBeVisible();
    await browser.call('/e2e/panelChecks.tsx', 'mend');
    await fragile.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('content')).toBeVisible();
    // Another run is another try.
    await draw('GRPO, seed 8', true);
    await expect(fragile.getByRole('alert')).toBeVisible();
    await draw('GRPO, seed 9', false);
    await expect(page.getByText('content')).toBeVisible();
  } finally {
    await browser.close();
  }
});
