/** A run that stops in its midst, or loses what computes it, goes on to what it would have been. On wasm to the last bit. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { RunResult } from '../src/experiment/result.ts';
import { beforeLab, expect, spoilt, test } from './fixtures.ts';

const SETTINGS = 'seeds=8&evaluateEvery=20&steps=';
const status = (page: Page) => page.getByTestId('run-status');
const notices = (page: Page) => page.getByTestId('notices');
const runs = (page: Page) => page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const goOn = (page: Page) => notices(page).getByRole('button', { name: 'Go on' }).click();
const finished = (page: Page) => expect(status(page)).toHaveText(/^Finished in/, { timeout: 120_000 });

async function begin(page: Page, steps: number): Promise<void> {
  await page.goto(`/#preset=tiny&${SETTINGS}${steps}`);
  await page.getByLabel('Backend').selectOption('wasm');
  await press(page, 'Run');
}

/** Of the run on the page, all but the time it took. */
async function numbers(page: Page): Promise<Pick<RunResult, 'arms' | 'paired' | 'changes'>> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'JSON')]);
  const { arms, paired, changes } = JSON.parse(readFileSync(await download.path(), 'utf8')) as RunResult;
  return { arms, paired, changes };
}

async function uninterrupted(page: Page, steps: number) {
  await begin(page, steps);
  await finished(page);
  return numbers(page);
}

/** Reloads the page over a run that waits after some steps, when the browser has kept what it had computed. */
async function reload(page: Page, steps: number): Promise<void> {
  page.on('dialog', (dialog) => void dialog.accept());
  await begin(page, steps);
  await expect(status(page)).toHaveText(new RegExp(`^Step (?:[2-9]\\d|\\d{3,}) of ${steps}`), { timeout: 120_000 });
  await press(page, 'Pause');
  await expect(status(page)).toHaveText(/^Paused at step/);
  // Runs in progress are saved every three seconds.
  await page.waitForTimeout(3500);
  await page.reload();
  await expect(notices(page)).toContainText(new RegExp(`A run stopped at step \\d+ of ${steps} when its page was closed\\. What it had computed is kept, and it can go on\\.`));
}

test('a run whose page is reloaded goes on from its last state', async ({ page, complaints }) => {
  const expected = await uninterrupted(page, 400);
  await reload(page, 400);
  await goOn(page);
  await finished(page);
  expect(await numbers(page)).toEqual(expected);
  // What the policy wrote before the reload is there from the beginning.
  await page.getByText('Any other step').click();
  const slider = page.locator('.samples-slider');
  await expect(slider).toContainText('After step 400 (the last)');
  await slider.getByRole('slider').press('Home');
  await expect(slider).toContainText('After step 0');
  await page.reload();
  await expect(runs(page)).toHaveCount(3);
  await expect(notices(page)).not.toContainText('stopped');
  expect(complaints).toEqual([]);
});

test('a second tab leaves a run alone that the first has in hand, or has finished', async ({ page, context, complaints }) => {
  await reload(page, 400);
  const second = await context.newPage();
  await second.goto('/');
  await runs(second).filter({ hasText: 'seed 8' }).getByRole('button').first().click();
  await expect(status(second)).toHaveText(/^Cancelled at step/);
  await goOn(page);
  await press(page, 'Pause');
  await expect(status(page)).toHaveText(/^Paused at step/);
  await press(second, 'Go on');
  await expect(notices(second)).toContainText('This run goes on in another tab.');
  await press(page, 'Resume');
  await finished(page);
  const { arms: [{ seeds: [{ series, training }] }] } = await numbers(page);
  expect([series.step.length, training.step.length]).toEqual([21, 400]);
  await press(second, 'Go on');
  await expect(notices(second)).toContainText('This run came to its end in another tab.');
  await second.close();
  await page.reload();
  await runs(page).filter({ hasText: 'seed 8' }).getByRole('button').first().click();
  await finished(page);
  expect(complaints).toEqual([]);
});

test('a run whose states the browser refuses to keep says so once, and comes to its end', async ({ page }) => {
  await beforeLab(page, 'Object.defineProperty(self, "indexedDB", { configurable: true, get: () => { throw new DOMException("denied", "SecurityError"); } })');
  await begin(page, 60);
  await finished(page);
  await expect(notices(page).getByText('This run goes on, but its state is not kept: denied.')).toHaveCount(1);
});

/** Has the lab's first worker of lanes crash when it has told of step 45, as the browser tells of an error that nobody catches. */
const CRASHING = `if (!self.watched) {
  self.watched = true;
  let made = 0;
  self.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      if (made++ > 0) return;
      this.addEventListener('message', ({ data }) => {
        if (!data.some(({ type, step }) => type === 'step' && step === 45)) return;
        this.terminate();
        this.dispatchEvent(new ErrorEvent('error', { message: 'Uncaught Error: something went wrong in there', cancelable: true }));
      });
    }
  };
}`;

test('a run one of whose workers crashes goes on from its last state, and says so', async ({ page, complaints }) => {
  const expected = await uninterrupted(page, 100);
  await page.goto('about:blank');
  await beforeLab(page, CRASHING);
  expect(await uninterrupted(page, 100)).toEqual(expected);
  await expect(notices(page)).toContainText(/something went wrong in there.*\. The run goes on from step \d+\./);
  expect(complaints).toEqual([]);
});

/**
 * A browser that takes its WebGPU for hardware's, so that the lab begins there unraced, and numbers the workers of lanes. It
 * has WebAssembly when it is asked again.
 */
const ON_GPU = `{
  const wasm = self.WebAssembly;
  let asked = 0;
  let made = 0;
  Object.defineProperty(self, 'WebAssembly', { get: () => (asked++ === 0 ? undefined : wasm) });
  Object.defineProperty(GPUAdapter.prototype, 'info', { get: () => ({ vendor: 'some vendor', isFallbackAdapter: false }) });
  self.Worker = class extends Worker {
    constructor(url, options) {
      const numbered = new URL(url, self.location.href);
      numbered.hash = String(made++);
      super(numbered, options);
    }
  };
}`;
/** The first worker loses its device after step 12, the second after step 17. */
const LOSING = `{
  const last = [12, 17][Number(self.location.hash.slice(1))];
  const { requestDevice } = GPUAdapter.prototype;
  let device;
  GPUAdapter.prototype.requestDevice = async function (...given) { return device = await requestDevice.apply(this, given); };
  const tell = self.postMessage.bind(self);
  self.postMessage = (reports) => {
    tell(reports);
    if (reports.some(({ type, step }) => type === 'step' && step === last)) device.destroy();
  };
}`;

test('a run that loses its device goes on on a fresh one, and on the next engine where that is lost, too', ({ page }) =>
  spoilt((path, content) => {
    if (/assets\/lab\.worker/.test(path)) return Buffer.concat([Buffer.from(`${ON_GPU};\n`), content]);
    return /assets\/lane\.worker/.test(path) ? Buffer.concat([Buffer.from(`${LOSING};\n`), content]) : content;
  }, async (address) => {
    await page.goto(`${address}/#preset=tiny&seeds=8&arms=frozen&steps=40&evaluateEvery=5`);
    await press(page, 'Run');
    await expect(page.getByTestId('engine')).toContainText(/^WebGPU, fused kernels/, { timeout: 60_000 });
    await expect(notices(page)).toContainText(/The graphics device was lost.*\. The run goes on from step \d+\./, { timeout: 120_000 });
    await expect(notices(page)).toContainText(/The graphics device was lost.*\. The run goes on from step \d+ on the next engine\./, { timeout: 120_000 });
    await expect(page.getByTestId('engine')).toContainText(/^wasm, SIMD kernels.*the graphics device was lost/, { timeout: 60_000 });
    await finished(page);
    const { arms: [{ seeds: [{ series, training }] }] } = await numbers(page);
    expect(series.step).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40]);
    expect(training.step).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  }));
