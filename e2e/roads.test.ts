/**
 * Browsers in which a step of choosing an engine is absent, refuses or hangs, in the lab's worker, where init scripts do not
 * reach: code is put before the worker's own. Requests of workers within workers pass Playwright by: what they fetch is
 * answered by a server of the test's own, and what else they may meet is tested in `coordinate.test.ts` and `workerEnd.test.ts`.
 */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { beforeLab, expect, LAB, spoilt, test } from './fixtures.ts';

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
  // That may be a graphics processor or an emulation: they race, and an emulation loses.
  ['has no info', 'Object.defineProperty(GPUAdapter.prototype, "info", { get: () => undefined })', /since WebGPU (takes [\d.]+ ms a step|did not come to a step) of the default run/],
] as const) {
  test(`the processor computes where the adapter ${what}`, async ({ page }) => {
    await beforeLab(page, code);
    await run(page);
    await expectFinished(page, why);
  });
}

test('a worker whose code is gone says that the page is out of date', async ({ page }) => {
  await page.route(LAB, (route) => route.fulfill({ status: 404, body: '' }));
  await run(page);
  await expect(page.getByText(/code could not be loaded: reload the page/).first()).toBeVisible();
});

test('plain JavaScript computes where the server has no WebAssembly file, which only the worker of the lanes finds out', ({ page }) =>
  spoilt((path, content) => (path.endsWith('.wasm') ? null : content), async (address) => {
    await page.goto(`${address}/#preset=tiny&seeds=8&arms=frozen`);
    await page.getByLabel('Backend').selectOption('auto');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByTestId('engine')).toContainText(/^plain JavaScript.*the WebAssembly file could not be loaded \(the server answered 404\)/, { timeout: 60_000 });
    await expect(page.getByTestId('run-status')).toHaveText(/^Learning|^Step/, { timeout: 60_000 });
  }));

test('tfjs’s operations compute where the file of the SIMD kernels is damaged', ({ page }) =>
  spoilt((path, content) => (/kernels[^/]*\.wasm$/.test(path) ? content.subarray(0, 1000) : content), async (address) => {
    await page.goto(`${address}/#preset=tiny&seeds=8&arms=frozen`);
    await page.getByLabel('Backend').selectOption('wasm');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByTestId('engine')).toContainText(
      'wasm, tfjs operations. WebAssembly was asked for, with tfjs’s slower operations, since the WebAssembly file is damaged, or asks for more than this browser can do.', { timeout: 60_000 },
    );
    await expect(page.getByTestId('run-status')).toHaveText(/^Learning|^Step/, { timeout: 60_000 });
  }));

test('a run on the SIMD engine fetches no tfjs, and few bytes before it begins', ({ page }) => {
  const fetched: { readonly path: string; readonly content: Buffer }[] = [];
  return spoilt((path, content) => { fetched.push({ path, content }); return content; }, async (address) => {
    await page.goto(`${address}/#preset=tiny&seeds=8&arms=frozen`);
    await page.getByLabel('Backend').selectOption('wasm');
    const before = fetched.length;
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByTestId('engine')).toContainText('wasm, SIMD kernels. WebAssembly was asked for.', { timeout: 60_000 });
    await expect(page.getByTestId('run-status')).toHaveText(/^Learning|^Step/, { timeout: 60_000 });
    const code = fetched.slice(before).filter(({ path }) => /\.(js|wasm)$/.test(path));
    expect(code.map(({ path }) => path).filter((path) => /kernels/.test(path))).toHaveLength(1);
    expect(code.filter(({ path, content }) => /tfjs/.test(path) || content.includes('registryFactory'))).toEqual([]);
    expect(code.reduce((sum, { content }) => sum + gzipSync(content).length, 0)).toBeLessThan(150_000);
  });
});

test('starting weights that are cut short are named, and trained anew', ({ page }) =>
  spoilt((path, content) => (path.endsWith('starts/8.bin') ? content.subarray(0, 1001) : content), async (address) => {
    await page.goto(`${address}/#preset=default&seeds=8&arms=frozen`);
    await page.getByLabel('Backend').selectOption('wasm');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByTestId('notices')).toContainText('The shipped starting weights of seed 8 could not be used (the file is 1,001 bytes, not 183,736); they are trained anew.', { timeout: 60_000 });
    await expect(page.getByTestId('run-status')).toHaveText(/^Learning to write/);
  }));
