import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { readRecording } from '../src/experiment/recordedFiles.ts';
import type { RunResult } from '../src/experiment/result.ts';
import { openInBrowser } from '../src/headless/inBrowser.ts';
import { keptRunOf, type KeptRun } from '../src/store/keptRun.ts';
import { newId, newRecord, type RunRecord } from '../src/store/record.ts';
import type * as Picture from '../src/ui/chart/picture.ts';
import type {} from '../src/ui/chart/still.tsx';
import { expect, test } from './fixtures.ts';

const file = fileURLToPath(new URL('../public/recorded/default.json', import.meta.url));
const { result } = readRecording(JSON.parse(readFileSync(file, 'utf8')))!;

/** Opens the page with the recorded run, at once in its final state. */
async function open(page: Page, hash = ''): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`/${hash}`);
  await expect(page.locator('path.recharts-line-curve[name="gold-frozen"]')).toBeVisible();
}

/** The recorded run as one of this browser, with live changes. */
function keptRun(changes: RunResult['changes']): KeptRun {
  const lanes = result.arms.flatMap(({ name, seeds }) => seeds.map(({ seed, series, training }) => ({ arm: name, seed, evaluations: series, training, diverged: null, pages: [] })));
  const record: RunRecord = {
    ...newRecord(newId(new Date()), 1, 'default', result.config), status: 'finished', step: result.config.steps, lanes, evaluated: 1, trained: 1, changes,
    result: { ...result, changes },
  };
  return keptRunOf(record);
}

/** Puts a run where the page keeps its own, and shows it. */
async function show(page: Page, run: KeptRun): Promise<void> {
  await page.evaluate((kept) => new Promise<void>((resolve, reject) => {
    const opening = indexedDB.open('r2m-lab');
    opening.onsuccess = () => {
      const putting = opening.result.transaction('runs', 'readwrite').objectStore('runs').put(kept, kept.id);
      putting.onsuccess = () => resolve();
      putting.onerror = () => reject(new Error('not kept'));
    };
  }), run);
  await page.reload();
  await page.getByRole('list', { name: 'Runs' }).getByRole('button', { name: 'GRPO' }).first().click();
  await expect(page.getByTestId('chart-run')).toContainText('This run');
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
  await open(page, '#preset=default&beta=0');
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
  await open(page);
  await show(page, keptRun(Array.from({ length: 30 }, (_, index) => ({ step: 10 + 3 * index, field: 'beta', from: index / 100, to: (index + 1) / 100 }))));
  for (const axis of ['KL', '√KL', 'steps']) {
    await page.locator('.segmented label').filter({ hasText: new RegExp(`^${axis}$`) }).click();
    const boxes = await chart(page).locator('.chart-flags text').evaluateAll((flags) => flags.map((flag) => flag.getBoundingClientRect().toJSON() as { left: number; right: number }));
    // On a KL axis the first steps, which hardly move, are one place.
    expect(boxes.length).toBeGreaterThan(axis === 'steps' ? 1 : 0);
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

/** Lowest and highest number on the scale of gold. */
async function goldScale(page: Page): Promise<readonly [number, number]> {
  const texts = await plot(page).locator('.recharts-yAxis').first().locator('text').allTextContents();
  const numbers = texts.map((text) => Number(text.replace('\u2212', '-')));
  return [Math.min(...numbers), Math.max(...numbers)];
}

test('a run keeps the stage: the run before as a ghost, axes that do not shrink, and then its own curves', async ({ page, complaints }) => {
  await open(page, '#preset=tiny&seeds=8');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByTestId('chart-run')).toContainText('This run: ');
  await expect(chart(page).locator('.chart-ghost')).toContainText('before: GRPO, β 0.15, seeds 8–19');
  await expect(chart(page).locator('figcaption')).toContainText('1 seed, not evaluated yet.');
  const [low, high] = await goldScale(page);
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 150_000 });
  await expect(chart(page).locator('path.recharts-line-curve[name="gold-r2m"]')).toHaveCount(1);
  await expect(chart(page).locator('.chart-training path').first()).toBeAttached();
  await expect(chart(page).locator('.chart-pulse')).toHaveCount(0);
  const [lowest, highest] = await goldScale(page);
  expect(lowest).toBeLessThanOrEqual(low);
  expect(highest).toBeGreaterThanOrEqual(high);
  await expect(page.getByTestId('verdict')).toContainText('In this one seed');
  await expect(chart(page).locator('figcaption')).toContainText('One seed, no interval.');
  expect(complaints).toEqual([]);
});

test('the chart stands alone as SVG and PNG, and a canvas that fails is named', async () => {
  const browser = await openInBrowser({ adapter: 'software' });
  try {
    const { page, address } = browser;
    await page.goto(`${address}/chart.html`);
    await page.waitForFunction(() => window.renderResult !== undefined);
    const made = await page.evaluate(async ([run, module]) => {
      await window.renderResult?.(run);
      const { chartSvg, chartPng } = (await import(module)) as typeof Picture;
      const svg = chartSvg(document.body);
      const blob = await chartPng(document.body);
      const signature = [...new Uint8Array(await blob.slice(0, 4).arrayBuffer())];
      const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
      const line = parsed.querySelector('path[name="gold-frozen"]');
      const failure = async (breaks: () => void) => {
        breaks();
        return chartPng(document.body).then(() => 'none', (error: Error) => error.message);
      };
      return {
        broken: parsed.querySelector('parsererror') !== null, text: parsed.documentElement.textContent ?? '', stroke: line?.getAttribute('stroke') ?? '',
        classes: parsed.querySelectorAll('[style], [data-transient]').length, signature, size: blob.size,
        failures: [
          await failure(() => { HTMLCanvasElement.prototype.toBlob = (done) => done(null); }),
          await failure(() => { HTMLCanvasElement.prototype.getContext = () => null; }),
        ],
        empty: (() => { try { return chartSvg(document.createElement('div')); } catch (error) { return (error as Error).message; } })(),
      };
    }, [result, '/src/ui/chart/picture.ts'] as const);
    expect(made.broken).toBe(false);
    expect(made.text).toContain('Mean of 12 seeds');
    expect(made.text).toContain(address);
    expect(made.stroke).toMatch(/^rgb/);
    expect(made.classes).toBe(0);
    expect(made.signature).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(made.size).toBeGreaterThan(30_000);
    expect(made.failures).toEqual([expect.stringContaining('could not write the chart as PNG'), expect.stringContaining('gives no canvas')]);
    expect(made.empty).toBe('There is no chart to make a picture of.');
  } finally {
    await browser.close();
  }
});
