/**
 * Runs a function of the source in a real browser page: for tests, conformance and benchmarks on WebGPU or wasm.
 *
 *     const browser = await openInBrowser({ adapter: 'software' });
 *     const value = await browser.call<number>('/src/engine/ops/check.ts', 'check', 'webgpu', 3);
 *     await browser.close();
 *
 * The module is served by Vite as the app's own modules are, so that workers, `?url` imports and tfjs work in it.
 */
import type { Page } from '@playwright/test';
import { launchBestBrowser, launchBrowser, openPage } from './browser.ts';
import { blankPage, serveSource } from './server.ts';

/** What JSON carries. */
type Json = null | boolean | number | string | readonly unknown[] | object;

export interface InBrowser {
  readonly page: Page;
  /** Name and version. */
  readonly browser: string;
  /** The served source, to open other pages of it. */
  readonly address: string;
  /**
   * Calls the exported function `name` of the module (a path from the repository's root, `/src/...`) in the page.
   * Arguments and result travel as JSON.
   * @throws Error with the page's message and stack when the function throws.
   */
  call<T>(module: `/${string}`, name: string, ...args: readonly Json[]): Promise<T>;
  readonly close: () => Promise<void>;
}

/** Runs in the page. */
async function callExport(request: { module: string; name: string; args: readonly unknown[] }): Promise<unknown> {
  const exported = (await import(request.module)) as Record<string, (...args: readonly unknown[]) => unknown>;
  const called = exported[request.name];
  if (called === undefined) throw new Error(`${request.module} exports no ${request.name}`);
  return called(...request.args);
}

/** On software WebGPU, or on the machine's own GPU where it has one; `onNote` hears where that is not to be had. */
export async function openInBrowser(options: { readonly adapter: 'software' } | { readonly adapter: 'best'; readonly onNote: (note: string) => void }): Promise<InBrowser> {
  const server = await serveSource();
  const blank = blankPage(server);
  try {
    const browser = options.adapter === 'best' ? await launchBestBrowser(blank, options.onNote) : await launchBrowser('software');
    const page = await openPage(browser, blank);
    return {
      page,
      browser: `${browser.browserType().name()} ${browser.version()}`,
      address: server.address,
      async call<T>(module: `/${string}`, name: string, ...args: readonly Json[]): Promise<T> {
        return (await page.evaluate(callExport, { module, name, args })) as T;
      },
      async close() {
        await browser.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
