/** The browsers beside Chromium: Playwright's builds where they are installed, else the system's, else Debian's packages. */
import { firefox, webkit, type BrowserType } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Driven } from './driven.ts';
import { findFirefox, launchFirefox } from './firefox.ts';
import { isRoot } from './process.ts';
import { findWebKit, launchWebKit } from './webkit.ts';

export const BROWSERS = ['Firefox', 'WebKit'] as const;
export type BrowserLabel = (typeof BROWSERS)[number];

export interface Options {
  /** WebGPU on the processor, in Firefox. */
  readonly webgpu: boolean;
  /** Whether packages may be installed. */
  readonly install: boolean;
}

const PACKAGES: Readonly<Record<BrowserLabel, readonly string[]>> = { Firefox: ['firefox-esr'], WebKit: ['webkit2gtk-driver', 'xvfb'] };

/** Longest download of a browser. What is downloaded is installed without a limit, since a half installed package is a broken one. */
const DOWNLOAD_MS = 120_000;

function install(packages: readonly string[]): boolean {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return false;
  process.stdout.write(`Installing ${packages.join(' and ')} with apt-get ...\n`);
  const apt = (args: readonly string[], timeout?: number) => spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'], timeout, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0;
  const wanted = ['install', '-qy', '--no-install-recommends', ...packages];
  apt(['update', '-q'], DOWNLOAD_MS);
  return apt([...wanted, '--download-only'], DOWNLOAD_MS) && apt(wanted);
}

async function launchBuild(type: BrowserType): Promise<Driven> {
  const browser = await type.launch();
  const page = await browser.newPage();
  return {
    description: `${type.name()} ${browser.version()} (Playwright’s build)`,
    goto: async (address) => { await page.goto(address); },
    evaluate: (expression) => page.evaluate<string>(expression),
    close: () => browser.close(),
  };
}

/** Null where it is not installed. */
async function launchInstalled(label: BrowserLabel, { webgpu }: Options): Promise<Driven | null> {
  const type = label === 'Firefox' ? firefox : webkit;
  // Playwright's Firefox is headless without the preferences that WebGPU needs.
  if (existsSync(type.executablePath()) && !webgpu) return launchBuild(type);
  if (label === 'Firefox') {
    const path = findFirefox();
    return path === undefined ? null : launchFirefox(path, { webgpu });
  }
  const found = findWebKit();
  return found === undefined ? null : launchWebKit(found);
}

/** @throws Error that says what is missing, or why it does not start */
export async function launch(label: BrowserLabel, options: Options): Promise<Driven> {
  const found = await launchInstalled(label, options) ?? (options.install && install(PACKAGES[label]) ? await launchInstalled(label, options) : null);
  if (!found) throw new Error(`none is installed. Playwright’s build would do, or Debian’s ${PACKAGES[label].join(' and ')}`);
  return found;
}
