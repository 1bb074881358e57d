/** A run in a headless browser: the lab's own worker, driven from Node. */
import type { Browser, Page } from '@playwright/test';
import type { Config } from '../config/fields.ts';
import type { RunResult } from '../experiment/result.ts';
import type { Command, EngineChoice, Report } from '../protocol/messages.ts';
import { launchBrowser, mayHaveGpu } from './browser.ts';
import { serveSource } from './server.ts';

export type Outcome =
  | { readonly type: 'finished'; readonly result: RunResult }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'cancelled' };

export interface RunCallbacks {
  readonly onReport: (report: Report) => void;
  /** Aborting cancels the run. */
  readonly signal: AbortSignal;
}

export interface Session {
  run(config: Config, choice: EngineChoice, callbacks: RunCallbacks): Promise<Outcome>;
  /** A PNG of the lab's chart of the result. */
  drawChart(result: RunResult): Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** How long a cancelled run may take to stop by itself. */
const CANCEL_MS = 5000;

/** A driver that cannot do Vulkan may hang rather than say so. */
const PROBE_MS = 20_000;

const CHART_SIZE = { width: 1120, height: 640 };

/** Opens a served page, and tells standard error of its errors. */
async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: CHART_SIZE, deviceScaleFactor: 2, colorScheme: 'light', reducedMotion: 'reduce' });
  page.on('pageerror', (error) => process.stderr.write(`[page] ${error.stack ?? error.message}\n`));
  await page.goto(address);
  return page;
}

async function offersHardware(browser: Browser, blank: string): Promise<boolean> {
  const page = await openPage(browser, blank);
  return page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter !== null && adapter !== undefined && !adapter.info.isFallbackAdapter;
  });
}

/** A browser on the machine's own GPU, or null where it has none that the browser can use. */
async function startOnHardware(blank: string): Promise<Browser | null> {
  if (!mayHaveGpu()) return null;
  const browser = await launchBrowser('hardware', { signals: false });
  const late = new Promise<false>((resolve) => { setTimeout(resolve, PROBE_MS, false).unref(); });
  if (await Promise.race([offersHardware(browser, blank).catch(() => false), late])) return browser;
  await browser.close();
  return null;
}

async function startBrowser({ backend, engine }: EngineChoice, blank: string, onNote: (note: string) => void): Promise<Browser> {
  const fused = engine === 'fused';
  const browser = fused || backend === 'webgpu' || backend === 'auto' ? await startOnHardware(blank) : null;
  if (browser) return browser;
  if (fused || backend === 'webgpu') onNote('No graphics processor that the browser can use: WebGPU runs in software, which is slow.');
  return launchBrowser('software', { signals: false });
}

async function runInPage(browser: Browser, address: string, config: Config, choice: EngineChoice, callbacks: RunCallbacks): Promise<Outcome> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const send = (command: Command) => page.evaluate((sent) => window.command?.(sent), command);
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      const failed = (message: string) => { resolve({ type: 'failed', message }); };
      const cancel = () => {
        setTimeout(() => { resolve({ type: 'cancelled' }); }, CANCEL_MS).unref();
        send({ type: 'cancel' }).catch(() => { resolve({ type: 'cancelled' }); });
      };
      const receive = (report: Report) => {
        callbacks.onReport(report);
        if (report.type === 'finished') resolve({ type: 'finished', result: report.result });
        else if (report.type === 'cancelled') resolve({ type: 'cancelled' });
        else if (report.type === 'failed') failed(report.message);
      };
      page.on('pageerror', (error) => { failed(error.message); });
      page.on('crash', () => { failed('the browser’s page crashed'); });
      browser.on('disconnected', () => { failed('the browser stopped'); });
      const begin = async () => {
        await page.exposeFunction('report', receive);
        await page.goto(address);
        if (callbacks.signal.aborted) return cancel();
        callbacks.signal.addEventListener('abort', cancel, { once: true });
        await send({ type: 'start', run: 1, config, choice });
      };
      begin().catch(reject);
    });
  } finally {
    if (browser.isConnected()) await context.close();
  }
}

async function drawChart(browser: Browser, address: string, result: RunResult): Promise<Buffer> {
  const page = await openPage(browser, address);
  try {
    await page.waitForFunction(() => window.renderResult !== undefined);
    await page.evaluate((drawn) => window.renderResult?.(drawn), result);
    return await page.screenshot({ type: 'png', animations: 'disabled', fullPage: true });
  } finally {
    await page.close();
  }
}

/** Serves the source and starts a browser for one or more runs. `onNote` hears what the user should know, a sentence each. */
export async function openSession(choice: EngineChoice, onNote: (note: string) => void): Promise<Session> {
  const server = await serveSource();
  const at = (path: string) => new URL(path, server.address).href;
  try {
    const browser = await startBrowser(choice, at('src/headless/pages/blank.html'), onNote);
    return {
      run: (config, runChoice, callbacks) => runInPage(browser, at('src/headless/pages/run.html'), config, runChoice, callbacks),
      drawChart: (result) => drawChart(browser, at('chart.html'), result),
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
