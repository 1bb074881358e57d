import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

interface Recorded {
  result: { config: Record<string, unknown>; changes: { step: number; field: string; from: unknown; to: unknown }[] };
}

const file = fileURLToPath(new URL('../public/recorded/default.json', import.meta.url));

/** Opens the page with the recorded run as it is shipped, or altered; at once in its final state. */
async function open(page: Page, { hash = '', alter = () => undefined }: { hash?: string; alter?: (recorded: Recorded) => void } = {}): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;
  alter(recorded);
  await page.route('**/recorded/default.json', (route) => route.fulfill({ json: recorded }));
  await page.goto(`/${hash}`);
  await expect(page.locator('path.recharts-line-curve[name="gold-frozen"]')).toBeVisible();
}

const chart = (page: Page) => page.getByTestId('main-chart');
const plot = (page: Page) => chart(page).locator('.main-chart-plot');

test('the picture says what happened, and of which run', async ({ page, complaints }) => {
  await open(page);
  await expect(page.getByTestId('verdict')).toContainText(/The reward model says the answers keep getting better \(\+1\.\d sd\)\. What we wanted got better until step \d+/);
  await expect(page.getByTestId('verdict')).toContainText(/With R2M: \d\.\d\d at the end\. Difference over 12 seeds .* could be chance\./);
  await expect(page.getByTestId('chart-run')).toContainText('Recorded: GRPO, β 0.15, seeds 8–19');
  await expect(chart(page)).toContainText('hacking: the judge likes it, we do not');
  await expect(chart(page).locator('.chart-labels')).toContainText('what the judge says');
  await expect(chart(page).locator('.chart-across')).toHaveCount(0);
  expect(complaints).toEqual([]);
});

test('curves of other settings are faded, and say so', async ({ page }) => {
  await open(page, { hash: '#preset=default&beta=0' });
  await expect(chart(page)).toContainText('Recorded with β 0.15. Yours is β 0: press Run.');
  await expect(plot(page).locator('svg.recharts-surface')).toHaveCSS('opacity', '0.35');
  await page.evaluate(() => { location.hash = '#preset=default&seeds=3'; });
  await expect(chart(page).locator('.chart-across')).toHaveCount(0);
});

test('arrow keys read the evaluations, and are announced', async ({ page }) => {
  await open(page);
  await plot(page).focus();
  await page.keyboard.press('Home');
  await expect(page.getByTestId('chart-reading')).toHaveText(/^step 0: .* gold 2\.\d\d, proxy [\d.−]+, KL [\d.]+; R2M gold/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByTestId('chart-reading')).toHaveText(/^step 10: /);
  await page.keyboard.press('End');
  await expect(page.getByTestId('chart-reading')).toHaveText(/^step 160: /);
  await expect(chart(page).locator('.chart-readout')).toContainText('step 160');
  await page.keyboard.press('Escape');
  await expect(chart(page).locator('.chart-readout')).toHaveCount(0);
  await expect(page.getByTestId('chart-reading')).toHaveText('');
});

test('on a phone the readout stands below the plot, whole', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await plot(page).scrollIntoViewIfNeeded();
  const box = (await plot(page).boundingBox())!;
  for (const share of [0.15, 0.5, 0.75]) {
    await page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
    const readout = chart(page).locator('.chart-dock .chart-readout');
    await expect(readout).toBeVisible();
    const place = (await readout.boundingBox())!;
    expect(place.x).toBeGreaterThanOrEqual(0);
    expect(place.x + place.width).toBeLessThanOrEqual(390);
    for (const heading of ['gold', 'proxy', 'KL']) await expect(readout).toContainText(heading);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('thirty changes are flags that do not cover each other, and a list', async ({ page }) => {
  await open(page, {
    alter: ({ result }) => {
      result.changes = Array.from({ length: 30 }, (_, index) => ({ step: 10 + 3 * index, field: 'beta', from: index / 100, to: (index + 1) / 100 }));
      result.config.beta = 0.15;
    },
  });
  for (const axis of ['KL', '√KL', 'steps']) {
    await page.locator('.segmented label').filter({ hasText: new RegExp(`^${axis}$`) }).click();
    const boxes = await chart(page).locator('.chart-flags text').evaluateAll((flags) => flags.map((flag) => flag.getBoundingClientRect().toJSON() as { left: number; right: number }));
    expect(boxes.length).toBeGreaterThan(1);
    boxes.sort((a, b) => a.left - b.left);
    for (let index = 1; index < boxes.length; index++) expect(boxes[index].left).toBeGreaterThanOrEqual(boxes[index - 1].right - 1);
  }
  await expect(chart(page).locator('.change-list li')).toHaveCount(30);
  await expect(chart(page).locator('.change-list li').first()).toContainText('step 10: β 0 → 0.01');
});

test('recorded curves draw themselves once, and stop for whoever presses anything', async ({ page }) => {
  await page.goto('/');
  await expect(page.locator('path.recharts-line-curve[name="gold-frozen"]')).toHaveCount(1);
  await expect(plot(page)).toHaveAttribute('data-drawing', 'true');
  await page.keyboard.press('Shift');
  await expect(plot(page)).toHaveAttribute('data-drawing', 'false');
  await page.getByRole('radio', { name: 'KL', exact: true }).check({ force: true });
  await expect(plot(page)).toHaveAttribute('data-drawing', 'false');
});

test('who wants no motion sees the whole picture at once', async ({ page }) => {
  await open(page);
  await expect(plot(page)).toHaveAttribute('data-drawing', 'false');
});

test('in forced colours the lines are told apart without colour', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await open(page);
  const look = (name: string) => page.locator(`path.recharts-line-curve[name="${name}"]`).evaluate((path) => {
    const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(path);
    return { stroke, drawn: `${strokeDasharray} ${strokeWidth}` };
  });
  const looks = await Promise.all(['gold-frozen', 'gold-r2m', 'proxy-frozen', 'proxy-r2m'].map(look));
  expect(new Set(looks.map(({ stroke }) => stroke)).size).toBe(1);
  expect(new Set(looks.map(({ drawn }) => drawn)).size).toBe(4);
});

test('a run keeps the stage: the run before as a ghost, axes that do not shrink, and then its own curves', async ({ page, complaints }) => {
  await open(page, { hash: '#preset=tiny&seeds=8' });
  const ticks = () => plot(page).locator('.recharts-yAxis').first().innerText();
  await page.getByLabel('Backend').selectOption('wasm').catch(() => undefined);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('chart-run')).toContainText('This run: ');
  await expect(chart(page).locator('.chart-ghost')).toContainText('before: GRPO, β 0.15, seeds 8–19');
  await expect(chart(page).locator('figcaption')).not.toContainText('no interval');
  const before = await ticks();
  await expect(page.getByTestId('run-status').or(page.getByText(/^Finished in/)).first()).toContainText(/^Finished/, { timeout: 150_000 });
  await expect(chart(page).locator('path.recharts-line-curve[name="gold-r2m"]')).toHaveCount(1);
  await expect(chart(page).locator('.chart-training path').first()).toBeAttached();
  await expect(chart(page).locator('.chart-pulse')).toHaveCount(0);
  expect((await ticks()).split(/\s+/).length).toBeGreaterThanOrEqual(before.split(/\s+/).length - 1);
  await expect(page.getByTestId('verdict')).toContainText('In this one seed');
  await expect(chart(page).locator('figcaption')).toContainText('One seed, no interval.');
  expect(complaints).toEqual([]);
});
