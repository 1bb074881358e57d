/** A run in a headless browser: the lab's own worker, driven from Node. */
import type { Browser } from '@playwright/test';
import type { Config } from '../config/fields.ts';
import type { RunResult } from '../experiment/result.ts';
import type { Command, EngineChoice, Report } from '../protocol/messages.ts';
import { launchBestBrowser, launchBrowser, openPage } from './browser.ts';
import { serveCheckpoints, servedAt } from './checkpointFiles.ts';
import { blankPage, serveSource } from './server.ts';

export type Outcome =
  | { readonly type: 'finished'; readonly result: RunResult }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'cancelled' };

export interface RunOptions {
  readonly onReport: (report: Report) => void;
  /** Aborting cancels the run. */
  readonly signal: AbortSignal;
  /** At most so many workers compute it; else one for each core. */
  readonly workers?: number | null;
  /** Goes on from the state that is kept in the session's folder. */
  readonly resume?: boolean;
}

export interface Session {
  /** Name and version. */
  readonly browser: string;
  run(config: Config, choice: EngineChoice, options: RunOptions): Promise<Outcome>;
  /** A PNG of the lab's chart of the result. */
  drawChart(result: RunResult): Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** How long a cancelled run may take to stop by itself. */
const CANCEL_MS = 5000;

/** A browser that is about to die may not answer. */
const DRAW_MS = 60_000;

const CHART = { viewport: { width: 1120, height: 640 }, deviceScaleFactor: 2, colorScheme: 'light', reducedMotion: 'reduce' } as const;

async function startBrowser({ backend, engine }: EngineChoice, blank: string, onNote: (note: string) => void): Promise<Browser> {
  const forced = engine === 'fused' || backend === 'webgpu';
  if (!forced && (backend !== 'auto' || engine === 'simd')) return launchBrowser('software', { signals: false });
  return launchBestBrowser(blank, forced ? onNote : () => undefined, { signals: false });
}

async function runInPage(browser: Browser, address: string, keep: string | null, config: Config, choice: EngineChoice, options: RunOptions): Promise<Outcome> {
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
        options.onReport(report);
        if (report.type === 'finished') resolve({ type: 'finished', result: report.result });
        else if (report.type === 'cancelled') resolve({ type: 'cancelled' });
        else if (report.type === 'failed') failed(report.message);
      };
      page.on('pageerror', (error) => { failed(error.message); });
      page.on('crash', () => { failed('the browser’s page crashed'); });
      browser.on('disconnected', () => { failed('the browser stopped'); });
      const begin = async () => {
        await page.exposeFunction('reports', (batch: readonly Report[]) => { batch.forEach(receive); });
        await page.goto(address);
        if (options.signal.aborted) return cancel();
        options.signal.addEventListener('abort', cancel, { once: true });
        const { workers, resume } = options;
        await send({ type: 'start', run: 1, config, choice, ...(workers && { workers }), ...(keep !== null && { keep }), ...(resume && { resume }) });
      };
      begin().catch(reject);
    });
  } finally {
    // A browser that has crashed has nothing to close, and what was computed is not lost over it.
    await context.close().catch(() => undefined);
  }
}

async function drawChart(browser: Browser, address: string, result: RunResult): Promise<Buffer> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => { reject(new Error(`no picture after ${DRAW_MS / 1000} s`)); }, DRAW_MS).unref();
  });
  return Promise.race([draw(browser, address, result), late]);
}

async function draw(browser: Browser, address: string, result: RunResult): Promise<Buffer> {
  const page = await openPage(browser, address, CHART);
  try {
    await page.waitForFunction(() => window.renderResult !== undefined);
    await page.evaluate((drawn) => window.renderResult?.(drawn), result);
    return await page.screenshot({ type: 'png', animations: 'disabled', fullPage: true });
  } finally {
    await page.close();
  }
}

/** Serves the source and starts a browser for one or more runs. `onNote` hears what the user should know, a sentence each. `folder`: where the states of its runs are kept. */
export async function openSession(choice: EngineChoice, onNote: (note: string) => void, folder: string | null = null): Promise<Session> {
  const server = await serveSource(folder === null ? [] : [serveCheckpoints(folder)]);
  const keep = folder === null ? null : servedAt(server.address);
  const at = (path: string) => new URL(path, server.address).href;
  try {
    const browser = await startBrowser(choice, blankPage(server), onNote);
    return {
      browser: `${browser.browserType().name()} ${browser.version()}`,
      run: (config, runChoice, options) => runInPage(browser, at('src/headless/pages/run.html'), keep, config, runChoice, options),
      drawChart: (result) => drawChart(browser, at('chart.html'), result),
      async close() {
        await browser.close().catch(() => undefined);
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
