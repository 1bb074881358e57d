/** What the browser tests share: the built page on a server of its own, and a record of everything that goes wrong on it. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
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

const built = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

/** The built page on a server that spoils its files: null is 404. Ends with the test's own work. */
export async function spoilt(spoil: (path: string, content: Buffer) => Buffer | null, use: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/\/$/, '/index.html').slice(1);
    readFile(`${built}${path}`).then((content) => spoil(path, content), () => null).then((content) => {
      response.writeHead(content ? 200 : 404, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content ?? '');
    }).catch(() => response.end());
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
