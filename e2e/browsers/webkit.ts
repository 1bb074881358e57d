/** The system's WebKit, which is Safari's engine: WebKitGTK's small browser, driven over WebDriver on a display of its own. */
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Driven } from './driven.ts';
import { begin, commandPath, end, freePort, isRoot, saidBy } from './process.ts';

export interface WebKit {
  readonly driver: string;
  readonly display: string;
}

export function findWebKit(): WebKit | undefined {
  const driver = commandPath('WebKitWebDriver');
  const display = commandPath('Xvfb');
  return driver !== undefined && display !== undefined ? { driver, display } : undefined;
}

/** Tries to reach the driver, a fifth of a second apart. */
const ATTEMPTS = 150;

async function request<T>(method: 'GET' | 'POST' | 'DELETE', address: string, body?: object): Promise<T> {
  const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
  const { value } = await response.json() as { value: T & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

async function listening(address: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request('GET', `${address}/status`);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(200);
    }
  }
}

/** Throws where it does not start. */
export async function launchWebKit({ driver, display }: WebKit): Promise<Driven> {
  const children: ChildProcess[] = [];
  const close = async () => { for (const child of children.reverse()) await end(child); };
  try {
    const screen = begin(display, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    children.push(screen);
    const number = await saidBy(screen, screen.stdio[3] as Readable, /^(\d+)$/);
    const port = await freePort();
    children.push(begin(driver, [`--port=${port}`], {
      stdio: 'ignore',
      // WebKit's sandbox refuses to run as root.
      env: { ...process.env, DISPLAY: `:${number}`, GDK_BACKEND: 'x11', ...(isRoot && { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }) },
    }));
    const address = `http://127.0.0.1:${port}`;
    await listening(address);
    const { sessionId, capabilities } = await request<{ sessionId: string; capabilities: { browserName: string; browserVersion: string } }>(
      'POST', `${address}/session`, { capabilities: {} });
    const session = `${address}/session/${sessionId}`;
    return {
      description: `WebKitGTK ${capabilities.browserVersion} (${capabilities.browserName}, ${driver})`,
      goto: (url) => request('POST', `${session}/url`, { url }),
      evaluate: (expression) => request('POST', `${session}/execute/sync`, { script: `return ${expression}`, args: [] }),
      async close() {
        await request('DELETE', session).catch(() => undefined);
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
