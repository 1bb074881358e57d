/**
 * Browsers in which a step of choosing an engine is absent, refuses or hangs, in the lab's worker, where init scripts do not
 * reach: code is put before the worker's own. Requests for workers within workers pass Playwright by; what they do is
 * tested in `coordinate.test.ts` and `workerEnd.test.ts`.
 */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const LAB = /\/assets\/lab[^/]*\.js$/;

/** Puts `code` before that of the lab's worker. A module's imports come first, but nothing in them asks for a GPU. */
async function beforeLab(page: Page, code: string): Promise<void> {
  await page.route(LAB, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};\n${await response.text()}` });
  });
}

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
