/** What the browser tests share: the built page on a server of its own, and a record of everything that goes wrong on it. */
import { test as base } from '@playwright/test';
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
