/**
 * Browsers in which a step of choosing or starting an engine is absent, refuses or hangs, in the workers, where init
 * scripts do not reach: code is put before the workers' own.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Puts `code` before that of every worker whose name matches. A module's imports come first, but nothing in them asks for a GPU. */
async function beforeWorkers(page: Page, workers: RegExp, code: string): Promise<void> {
  await page.route(workers, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};\n${await response.text()}` });
  });
}
const LAB = /\/assets\/lab[^/]*\.js$/;
const LANE = /\/assets\/lane[^/]*\.js$/;

/** SwiftShader passes for hardware, so that the choice takes it. */
const AS_HARDWARE = `{
  const names = new Proxy({ vendor: 'acme', architecture: '', device: '', description: '' }, { get: (target, key) => (key === 'isFallbackAdapter' ? false : target[key]) });
  Object.defineProperty(GPUAdapter.prototype, 'info', { get: () => names });
}`;

async function run(page: Page, hash = '#preset=tiny&seeds=8'): Promise<void> {
  await page.goto(`/${hash}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
}

async function expectFinished(page: Page, engine: RegExp): Promise<void> {
  await expect(page.getByTestId('engine')).toContainText(engine, { timeout: 90_000 });
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 150_000 });
}

for (const [what, code, why] of [
  ['rejects', 'GPU.prototype.requestAdapter = () => Promise.reject(new Error("refused by policy"))', /WebAssembly on the processor, since the request for a WebGPU adapter failed \(refused by policy\)\./],
  ['never answers', 'GPU.prototype.requestAdapter = () => new Promise(() => {})', /since the WebGPU adapter did not answer within 5 s\./],
  ['has no info', 'Object.defineProperty(GPUAdapter.prototype, "info", { get: () => undefined })', /since the browser does not tell whether its WebGPU runs on a graphics processor\./],
] as const) {
  test(`the processor computes where the adapter ${what}`, async ({ page }) => {
    await beforeWorkers(page, LAB, code);
    await run(page);
    await expectFinished(page, why);
  });
}

test('the processor computes where only the worker that computes finds that the device is refused, and so it stays', async ({ page }) => {
  await beforeWorkers(page, LAB, AS_HARDWARE);
  await beforeWorkers(page, LANE, 'GPUAdapter.prototype.requestDevice = () => Promise.reject(new DOMException("no device", "OperationError"))');
  await run(page);
  await expectFinished(page, /WebAssembly on the processor, since the WebGPU device was refused \(no device\)\./);
});

test('plain JavaScript is taken where the WebAssembly file is gone, and what was asked for by name says what to choose', async ({ page }) => {
  await page.route(/\.wasm$/, (route) => route.fulfill({ status: 404, body: '' }));
  await run(page, '#preset=tiny&seeds=8&steps=1&sftSteps=1&trunkSteps=1&headSteps=1&evaluationSamples=1');
  await expect(page.getByTestId('engine')).toContainText(/Plain JavaScript, which is slow, since WebGPU is only emulated in software here and the WebAssembly file could not be loaded \(the server answered 404\)\./, { timeout: 90_000 });
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.getByLabel('Backend').selectOption('wasm');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('The WebAssembly file could not be loaded (the server answered 404); choose cpu or Automatic.').first()).toBeVisible({ timeout: 90_000 });
});

test('a lost device is said to be lost', async ({ page }) => {
  await beforeWorkers(page, LANE, `{
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      const device = await request.apply(this, args);
      const submit = device.queue.submit.bind(device.queue);
      let calls = 0;
      device.queue.submit = (...work) => { submit(...work); if (++calls === 8) device.destroy(); };
      return device;
    };
  }`);
  await page.goto('/#preset=tiny&seeds=8');
  await page.getByLabel('Backend').selectOption('webgpu');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText(/The graphics device was lost \(.*\)\. Run again, or choose wasm\./).first()).toBeVisible({ timeout: 150_000 });
});

test('a worker whose code is gone says that the page is out of date', async ({ page }) => {
  await page.route(LANE, (route) => route.fulfill({ status: 404, body: '' }));
  await run(page);
  await expect(page.getByText(/code could not be loaded\. The page may be out of date; reload it\./).first()).toBeVisible();
});

test('starting weights that were cut on the way are made anew, and those made here are kept', async ({ page }) => {
  await page.route(/\/starts\/8\.bin$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 1001) });
  });
  // The least of a run whose starting weights are shipped.
  await page.goto('/#seeds=8&steps=1&evaluateEvery=1&evaluationSamples=1');
  await page.getByLabel('Backend').selectOption('wasm');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText(/^Finished in/)).toBeVisible({ timeout: 175_000 });
});
