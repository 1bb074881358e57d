/** What the browser tests share: the built page on a server of its own, and a record of everything that goes wrong on it. */
import { test as base, type Page } from '@playwright/test';
import { servePage, type Served } from '../scripts/build.ts';

export { expect } from '@playwright/test';

interface Fixtures {
  /** Errors and warnings of the page and its workers, as they come. */
  readonly complaints: string[];
}

export const test = base.extend<Fixtures, { readonly server: Served }>({
  server: [async ({}, use) => {
    const server = await servePage({ port: 0, host: 'localhost', open: false });
    await use(server);
    await server.close();
  }, { scope: 'worker' }],
  baseURL: async ({ server }, use) => { await use(server.address); },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    page.on('requestfailed', (request) => complaints.push(`not loaded: ${request.url()}`));
    await use(complaints);
  },
});

export const LAB = /\/assets\/lab[^/]*\.js$/;

/** Puts `code` before that of the lab's worker. A module's imports come first, but nothing in them asks for a GPU or for cores. */
export async function beforeLab(page: Page, code: string): Promise<void> {
  await page.route(LAB, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${code};\n${await response.text()}` });
  });
}
