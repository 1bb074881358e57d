/** How the page and its workers begin, and what is said where they cannot. */
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Frame, Page } from '@playwright/test';
import { preview } from 'vite';
import { CODE_NOT_LOADED } from '../src/engine/loadCode.ts';
import { expect, test } from './fixtures.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

const PAGE_CODE = '**/assets/index-*.js';
const TINY = '#preset=tiny&seeds=3';

const line = (page: Page | Frame) => page.locator('#not-started');
const status = (page: Page | Frame) => page.locator('[data-testid="run-status"], .run-status');
const run = (page: Page | Frame) => page.getByRole('button', { name: 'Run', exact: true });

async function expectToldToServe(page: Page | Frame): Promise<void> {
  await expect(line(page)).toBeVisible();
  await expect(line(page)).toContainText('npm start');
  await expect(page.locator('body')).toHaveText(/^R2M Lab has not started.*$/, { useInnerText: true });
}

/** A page with the lab in a frame. */
async function frame(page: Page, sandbox: string): Promise<Frame> {
  await page.route('**/frame.html', (route) => route.fulfill({ contentType: 'text/html', body: `<iframe sandbox="${sandbox}" src="/${TINY}"></iframe>` }));
  await page.goto('/frame.html');
  return page.frames()[1];
}

test('opened from a file it says that it must be served', async ({ page }) => {
  await page.goto(pathToFileURL(join(dist, 'index.html')).href);
  await expectToldToServe(page);
});

test('in a sandboxed frame it says that it must be served', async ({ page }) => {
  await expectToldToServe(await frame(page, 'allow-scripts'));
});

test('in a sandboxed frame of a server that is open to all it says why a run fails', async ({ page }) => {
  await page.route('**/assets/**', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
  });
  const lab = await frame(page, 'allow-scripts');
  await run(lab).click();
  await expect(status(lab)).toHaveText(/^Failed/);
  await expect(lab.getByText('A sandboxed frame needs “allow-same-origin”')).toBeVisible();
});

for (const [name, answer] of [
  ['is not there', { status: 404 }],
  ['is another page', { contentType: 'text/html', body: '<!doctype html>' }],
] as const) {
  test(`where the page’s code ${name} it says so`, async ({ page }) => {
    await page.route(PAGE_CODE, (route) => route.fulfill(answer));
    await page.goto('/');
    await expectToldToServe(page);
  });
}

test('where the connection drops it says so', async ({ page }) => {
  await page.route(PAGE_CODE, (route) => route.abort());
  await page.goto('/');
  await expectToldToServe(page);
});

test('a browser that knows no modules says so', async ({ page }) => {
  await page.route('/', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('type="module"', 'type="of the future"') });
  });
  await page.goto('/');
  await expectToldToServe(page);
});

test('without JavaScript it says that it needs some', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(baseURL!);
  await expect(page.locator('noscript')).toBeVisible();
  await expect(line(page)).toBeHidden();
  await context.close();
});

for (const [when, code] of [
  ['before anything is drawn', 'throw new Error("it broke");'],
  // React empties the page's element first, and then tells the window.
  ['that ends what was drawn', 'document.getElementById("root").replaceChildren(); reportError(new Error("it broke"));'],
] as const) {
  test(`an exception ${when} leaves a line with its words`, async ({ page }) => {
    await page.route(PAGE_CODE, (route) => route.fulfill({ contentType: 'text/javascript', body: code }));
    await page.goto('/');
    await expect(line(page)).toBeVisible();
    await expect(line(page)).toHaveText(/^R2M Lab stopped: reload the page\. \(.*it broke\)$/);
  });
}

test('a page that loads, however slowly, never shows the line', async ({ page, complaints }) => {
  await page.addInitScript(() => {
    Object.assign(window, { seen: [] });
    const look = () => {
      const told = document.getElementById('not-started');
      if (told && !told.hidden) (window as unknown as { seen: string[] }).seen.push(told.textContent ?? '');
      requestAnimationFrame(look);
    };
    look();
  });
  await page.route(PAGE_CODE, async (route) => {
    // Longer than a page without modules is waited for.
    await new Promise((resolve) => { setTimeout(resolve, 4000); });
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await expect(run(page)).toBeEnabled();
  await page.waitForLoadState('load');
  await page.waitForTimeout(3500);
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
  await expect(line(page)).toHaveCount(0);
  expect(complaints).toEqual([]);
});

/** A server of a copy of the built page, from which a file can be taken away. Requests of a worker's workers cannot be intercepted. */
const changing = test.extend<{ readonly changingServer: { readonly address: string; readonly takeAway: (name: string) => () => void } }>({
  changingServer: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'r2m-lab-old-'));
    cpSync(dist, folder, { recursive: true });
    const server = await preview({ root: folder, configFile: false, logLevel: 'silent', build: { outDir: '.' }, preview: { port: 0, host: 'localhost' } });
    await use({
      address: server.resolvedUrls!.local[0],
      takeAway: (name) => {
        const files = readdirSync(join(folder, 'assets')).filter((file) => file.startsWith(`${name}-`));
        for (const file of files) renameSync(join(folder, 'assets', file), join(folder, file));
        return () => { for (const file of files) renameSync(join(folder, file), join(folder, 'assets', file)); };
      },
    });
    await server.close();
    rmSync(folder, { recursive: true });
  },
});

for (const code of ['lab.worker', 'labBody', 'lane.worker', 'laneBody', 'loadCode']) {
  changing(`a page that is older than its server says so: ${code} is gone`, async ({ page, changingServer: { address, takeAway } }) => {
    await page.goto(address + TINY);
    takeAway(code);
    await run(page).click();
    await expect(status(page)).toHaveText(/^Failed/);
    await expect(page.getByText(CODE_NOT_LOADED)).toBeVisible();
  });
}

changing('a run goes on when its code is to be had again', async ({ page, changingServer: { address, takeAway } }) => {
  await page.goto(address + TINY);
  const giveBack = takeAway('laneBody');
  await run(page).click();
  await expect(status(page)).toHaveText(/^Failed/);
  giveBack();
  await run(page).click();
  await expect(status(page)).toHaveText(/^Finished/, { timeout: 120_000 });
});
