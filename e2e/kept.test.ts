import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { RunResult } from '../src/experiment/result.ts';
import { beforeLab, expect, test } from './fixtures.ts';

/** Nothing of a run is thrown away but by the visitor. All on wasm, where the same run gives the same bits. */

const status = (page: Page) => page.getByTestId('run-status');
const runs = (page: Page) => page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function open(page: Page, settings: string): Promise<void> {
  await page.goto(`/#preset=tiny&${settings}`);
  await page.getByLabel('Backend').selectOption('wasm');
}

async function finish(page: Page): Promise<void> {
  await press(page, 'Run');
  await expect(status(page)).toHaveText(/^Finished in/, { timeout: 120_000 });
}

async function exported(page: Page): Promise<{ readonly name: string; readonly result: RunResult }> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'JSON')]);
  return { name: download.suggestedFilename(), result: JSON.parse(readFileSync(await download.path(), 'utf8')) as RunResult };
}

test('a finished run stays when another is started, when Space and s are pressed, and over a reload', async ({ page, complaints }) => {
  await open(page, 'seeds=3&arms=frozen');
  await finish(page);
  await page.locator('body').press(' ');
  await page.locator('body').press('s');
  await expect(status(page)).toHaveText(/^Finished in/);
  const { result } = await exported(page);

  await page.locator('#field-seeds').fill('4');
  await finish(page);
  await expect(runs(page)).toHaveCount(3);
  await page.reload();
  await expect(runs(page)).toHaveCount(3);
  await runs(page).filter({ hasText: 'seed 3' }).getByRole('button').first().click();
  await expect(status(page)).toHaveText(/^Finished in/);
  expect((await exported(page)).result.arms).toEqual(result.arms);

  await page.getByRole('button', { name: /^Drop .*seed 4/ }).click();
  await expect(runs(page)).toHaveCount(2);
  await press(page, 'Bring it back');
  await expect(runs(page)).toHaveCount(3);
  expect(complaints).toEqual([]);
});

test('a run that is left asks first; what it had computed is there afterwards, and it can be started again', async ({ page, complaints }) => {
  await open(page, 'seeds=3&steps=2000&evaluateEvery=5');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await press(page, 'Run');
  await expect(status(page)).toHaveText(/^Step (?:[6-9]|\d{2,}) of 2000/, { timeout: 120_000 });
  const partial = await exported(page);
  expect(partial.name).toMatch(/-incomplete\.json$/);
  expect(partial.result).toMatchObject({ complete: false, status: 'running' });
  expect(partial.result.arms.map(({ name }) => name)).toEqual(['frozen', 'r2m']);
  await page.waitForTimeout(3500);

  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(page.getByTestId('notices')).toContainText(/A run stopped at step \d+ of 2000 when its page was closed\. What it had computed is kept, and it can go on\./);
  await press(page, 'Show it');
  await expect(status(page)).toHaveText(/^Cancelled at step \d+ of 2000/);
  const kept = await exported(page);
  expect(kept.result).toMatchObject({ complete: false, status: 'cancelled' });
  const earlier = partial.result.arms[0].seeds[0].series.gold;
  expect(kept.result.arms[0].seeds[0].series.gold.slice(0, earlier.length)).toEqual(earlier);

  await press(page, 'Run it again');
  await expect(status(page)).toHaveText(/^Step [1-9]\d* of 2000/, { timeout: 120_000 });
  expect(complaints).toEqual([]);
});

test('seeds that are added are those that the run would have had', async ({ page, complaints }) => {
  await open(page, 'seeds=3,4&arms=frozen');
  await finish(page);
  const whole = (await exported(page)).result;
  await page.locator('#field-seeds').fill('3');
  await finish(page);
  await page.getByRole('button', { name: /^Run \d+ more/ }).click();
  await expect(status(page)).toHaveText(/^Adding|^Finished/);
  await expect(status(page)).toHaveText(/^Finished in/, { timeout: 120_000 });
  const { result } = await exported(page);
  expect(result.config.seeds).toEqual([3, 4, 5, 6, 7, 8, 9]);
  expect(result.arms[0].seeds.slice(0, 2)).toEqual(whole.arms[0].seeds);
  expect(complaints).toEqual([]);
});

test('a run on three workers, more than it has seeds, is that of one', async ({ page, complaints }) => {
  let workers = 0;
  page.on('console', (message) => { if (message.text() === 'a worker of lanes') workers++; });
  const results: RunResult[] = [];
  for (const cores of [1, 3]) {
    workers = 0;
    await page.goto('about:blank');
    await page.unrouteAll();
    // More than one file is of the lab's worker.
    await beforeLab(page, `if (!self.watched) {
      self.watched = true;
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} });
      self.Worker = class extends Worker { constructor(...given) { super(...given); console.info('a worker of lanes'); } };
    }`);
    await open(page, 'seeds=3,4&steps=4');
    await finish(page);
    results.push((await exported(page)).result);
    expect(workers).toBe(cores);
  }
  expect(results[1].arms).toEqual(results[0].arms);
  expect(complaints).toEqual([]);
});

test('a browser that refuses to keep runs says so once, and the run goes on', async ({ page, complaints }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'indexedDB', { get: () => { throw new DOMException('denied', 'SecurityError'); } });
  });
  await open(page, 'seeds=3&arms=frozen');
  await finish(page);
  await expect(page.getByTestId('notices')).toContainText('This browser does not keep runs');
  await expect(page.getByTestId('notices').getByText('This browser does not keep runs')).toHaveCount(1);
  expect(complaints).toEqual([]);
});
