import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** The arms in the address. */
const arms = (page: Page) => page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('arms'));
const chosen = (page: Page) => page.locator('.arms-chosen .arm-name');

test('methods are added, set, put in order and taken out, and the link holds them', async ({ page, complaints }) => {
  await page.goto('/#preset=tiny&seeds=3');
  await expect(chosen(page)).toHaveText(['Ordinary RLHF', 'R2M']);

  // By the keyboard: search, go to the card, add it; a second time it is refused with the reason.
  const adding = page.getByRole('button', { name: 'Add a method' });
  await adding.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add a method' });
  await expect(dialog.getByRole('heading', { level: 3 }).first()).toHaveText('Basics');
  await dialog.getByRole('searchbox').fill('smaller reward');
  const card = dialog.getByRole('button', { name: 'Smaller reward (control)' });
  await expect(card).toContainText('Isolates:');
  await card.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText('Smaller reward (control) was added, as number 3.');
  await card.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText(/is here already, as number 3\. Give that one settings of its own first/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(adding).toBeFocused();
  await expect.poll(() => arms(page)).toBe('frozen,r2m,shrink');

  // A setting of its own names the arm anew while its control keeps the focus; what does not fit is said beside it.
  await chosen(page).nth(1).click();
  const alpha = page.getByRole('textbox', { name: /Entropy share/ });
  await alpha.fill('2');
  await expect(page.getByRole('alert')).toHaveText(/2 does not count; it must be 0 to 1\.$/);
  await alpha.fill('0.5');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(alpha).toBeFocused();
  await expect(chosen(page).nth(1)).toHaveText('R2M (α 0.5)');
  await expect.poll(() => arms(page)).toBe('frozen,r2m{alpha=0.5},shrink');

  // The same method once more; the two may not become one.
  await adding.click();
  await dialog.getByRole('searchbox').fill('');
  await dialog.getByRole('button', { name: 'R2M', exact: true }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: /^Entropy share: back to/ }).click();
  await expect(page.getByRole('alert')).toHaveText('That would be number 4 once more, R2M: two methods of a run have to differ.');

  // The order is changed, and the focus stays with what was moved, up to the end.
  const up = page.getByRole('button', { name: 'Move R2M up', exact: true });
  for (const place of [3, 2, 1]) {
    await (place === 3 ? up.focus() : expect(up).toBeFocused());
    await page.keyboard.press('Enter');
    await expect(chosen(page).nth(place - 1)).toHaveText('R2M');
  }
  await expect(page.getByRole('button', { name: 'Move R2M down', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'Take Ordinary RLHF out' }).click();
  await expect.poll(() => arms(page)).toBe('r2m,r2m{alpha=0.5},shrink');

  await page.reload();
  await expect(chosen(page)).toHaveText(['R2M', 'R2M (α 0.5)', 'Smaller reward (control)']);
  for (const title of ['R2M (α 0.5)', 'Smaller reward (control)']) await page.getByRole('button', { name: `Take ${title} out` }).click();
  await expect(page.getByRole('button', { name: 'Take R2M out' })).toBeDisabled();
  await page.goto('/#preset=tiny&arms=frozen,r2m{alpha=7}');
  await expect(page.getByTestId('notices')).toContainText('alpha');
  expect(complaints).toEqual([]);
});

test('on a phone the cards fit, and eight methods are told apart and lifted by a tap', async ({ browser, server }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 844 }, hasTouch: true, baseURL: server.address });
  const page = await context.newPage();
  await page.goto('/#preset=tiny&seeds=3&arms=frozen,r2m,shrink,noTrain,noise,noBT,noGRE,iterativeHead');
  // A phone has no room for the choice of engine.
  await page.getByLabel('Backend').selectOption('wasm');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'Settings' }).first().tap();
  await page.getByRole('button', { name: 'Add a method' }).tap();
  for (const box of await page.getByRole('dialog').locator('.method-card').evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().toJSON() as DOMRect))) {
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(390);
  }
  await page.getByRole('button', { name: 'Done' }).tap();
  await page.getByRole('button', { name: 'Close settings' }).tap();
  await page.getByRole('button', { name: 'Run', exact: true }).tap();
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 150_000 });

  const chart = page.getByTestId('main-chart');
  // Numbers at the lines' ends, none on another.
  const labels = await chart.locator('.chart-labels text').evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().toJSON() as DOMRect));
  expect(labels.length).toBe(10);
  labels.sort((a, b) => a.top - b.top);
  for (let index = 1; index < labels.length; index++) expect(labels[index].top + labels[index].height / 2).toBeGreaterThan(labels[index - 1].top + labels[index - 1].height / 2 + 8);
  const strokes = await chart.locator('path.recharts-line-curve[name^="gold-"]').evaluateAll((lines) => lines.map((line) => getComputedStyle(line).stroke));
  expect(new Set(strokes).size).toBe(8);

  const opacity = (arm: string) => chart.locator(`path.recharts-line-curve[name="gold-${arm}"]`).evaluate((line) => Number(getComputedStyle(line).opacity));
  const entry = chart.getByRole('button', { name: '5 R2M fed with noise' });
  await entry.tap();
  await expect(entry).toHaveAttribute('aria-pressed', 'true');
  expect(await opacity('noise')).toBe(1);
  expect(await opacity('r2m')).toBeLessThan(0.5);
  await entry.tap();
  expect(await opacity('r2m')).toBe(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});

test('a line is lifted by the pointer over it or over its name, and the other steps back', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/');
  const chart = page.getByTestId('main-chart');
  const line = (arm: string) => chart.locator(`path.recharts-line-curve[name="gold-${arm}"]`);
  const opacity = (arm: string) => line(arm).evaluate((path) => Number(getComputedStyle(path).opacity));
  await expect(line('r2m')).toBeVisible();
  await chart.scrollIntoViewIfNeeded();
  await chart.locator('.chart-labels text', { hasText: 'gold · R2M' }).hover();
  await expect.poll(() => opacity('frozen')).toBeLessThan(0.5);
  expect(await opacity('r2m')).toBe(1);
  const end = await line('frozen').evaluate((path: SVGPathElement) => {
    const { x, y } = path.getPointAtLength(0.85 * path.getTotalLength());
    return new DOMPoint(x, y).matrixTransform(path.getScreenCTM()!).toJSON() as { x: number; y: number };
  });
  await page.mouse.move(end.x, end.y);
  await expect.poll(() => opacity('r2m')).toBeLessThan(0.5);
  expect(await opacity('frozen')).toBe(1);
  await page.mouse.move(end.x, 2);
  await expect.poll(() => opacity('r2m')).toBe(1);
});
