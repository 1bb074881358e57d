/**
 * Finds a Chromium with WebGPU and starts it. The tests, the command line and the benchmarks all go through here.
 *
 * A full browser is needed: the stripped "headless shell" has no WebGPU.
 */
import { chromium, type Browser, type BrowserContextOptions, type LaunchOptions, type Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** Names a browser to use instead of looking for one. */
export const BROWSER_VARIABLE = 'R2M_BROWSER';

/** `hardware`: the machine's own GPU, if it has one. `software`: SwiftShader, Chromium's WebGPU on the CPU. */
export type Adapter = 'hardware' | 'software';

const COMMANDS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'google-chrome-beta', 'microsoft-edge'];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((variable) => {
    const folder = process.env[variable];
    return folder === undefined ? [] : [join(folder, 'Google/Chrome/Application/chrome.exe'), join(folder, 'Microsoft/Edge/Application/msedge.exe')];
  }),
];

const isRoot = process.getuid?.() === 0;

/** Whether it starts at all: a package's placeholder or a browser that lacks libraries does not. */
function works(path: string): boolean {
  if (!existsSync(path)) return false;
  if (process.platform !== 'linux') return true;
  return spawnSync(path, ['--version', ...(isRoot ? ['--no-sandbox'] : [])], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...APPLICATIONS].find(works);
}

function note(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Standard output may be promised to a result, so that what an installer says goes to standard error. */
function install(command: string, args: readonly string[], environment: Record<string, string>): boolean {
  const outcome = spawnSync(command, args, { stdio: ['ignore', 2, 2], timeout: 600_000, env: { ...process.env, ...environment } });
  return outcome.status === 0;
}

function downloaded(): string | undefined {
  const path = chromium.executablePath();
  if (works(path)) return path;
  note('No Chromium or Chrome found on this machine. Downloading the one that Playwright offers ...');
  const command = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js');
  const done = install(process.execPath, [command, 'install', 'chromium', '--no-shell'], { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' });
  return done && works(path) ? path : undefined;
}

function packaged(): string | undefined {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
  note('Installing the chromium package with apt-get ...');
  const environment = { DEBIAN_FRONTEND: 'noninteractive' };
  install('apt-get', ['update', '-q'], environment);
  return install('apt-get', ['install', '-qy', '--no-install-recommends', 'chromium'], environment) ? installed() : undefined;
}

/**
 * Path of a browser: the one that `R2M_BROWSER` names, else an installed Chromium, Chrome or Edge, else Playwright's
 * download, else (as root, where there is apt) the chromium package.
 * @throws Error that says what is missing and what to do.
 */
export function findBrowser(): string {
  const named = process.env[BROWSER_VARIABLE];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`${BROWSER_VARIABLE} names ${named}, and there is no such file.`);
  }
  const path = installed() ?? downloaded() ?? packaged();
  if (path === undefined) {
    throw new Error(
      'No browser. This needs a full Chromium or Chrome; none is installed, and neither Playwright’s download nor apt-get could provide one.\n'
      + `Install Chromium or Google Chrome, or set ${BROWSER_VARIABLE} to the path of one.`,
    );
  }
  process.env[BROWSER_VARIABLE] = path;
  return path;
}

/** Whether it is worth asking for the machine's own GPU. On Linux without one, Chromium's Vulkan would only spin. */
function mayHaveGpu(): boolean {
  if (process.platform !== 'linux') return true;
  const devices = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  return devices('/dev/dri').some((name) => name.startsWith('renderD')) || devices('/dev').some((name) => /^nvidia\d+$/.test(name));
}

/** Flags that make WebGPU available, and keep the browser from calling home. */
export function browserFlags(adapter: Adapter): string[] {
  const software = ['--use-webgpu-adapter=swiftshader'];
  const hardware = process.platform === 'linux' ? ['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface'] : [];
  return [
    '--enable-unsafe-webgpu',
    ...(adapter === 'software' ? software : hardware),
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--no-pings',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    // A page that nobody looks at must not be slowed down.
    '--disable-background-timer-throttling',
    '--disable-renderer-backgrounding',
    '--disable-backgrounding-occluded-windows',
  ];
}

/** For Playwright, which adds a fresh profile of its own. Chromium's sandbox refuses to run as root. */
export function launchOptions(adapter: Adapter): LaunchOptions {
  return { executablePath: findBrowser(), args: browserFlags(adapter), chromiumSandbox: !isRoot && process.platform !== 'linux' };
}

/** Starts the browser. `signals: false` leaves Ctrl-C to the caller. */
export async function launchBrowser(adapter: Adapter, options: { readonly signals?: boolean } = {}): Promise<Browser> {
  const signals = options.signals ?? true;
  return chromium.launch({ ...launchOptions(adapter), handleSIGINT: signals, handleSIGTERM: signals, handleSIGHUP: signals });
}

/** A driver that cannot do Vulkan may hang rather than say so. */
const PROBE_MS = 20_000;

/**
 * Starts a browser on the machine's own GPU where it can use that, else on software WebGPU, which `onNote` then hears.
 * `blank` is the address of a served page: elsewhere there is no WebGPU to ask.
 */
export async function launchBestBrowser(
  blank: string, onNote: (note: string) => void, options: { readonly signals?: boolean } = {},
): Promise<Browser> {
  if (mayHaveGpu()) {
    const browser = await launchBrowser('hardware', options);
    const late = new Promise<false>((resolve) => { setTimeout(resolve, PROBE_MS, false).unref(); });
    if (await Promise.race([offersHardware(browser, blank).catch(() => false), late])) return browser;
    await browser.close();
  }
  onNote('No graphics processor that the browser can use: WebGPU runs in software, which is slow.');
  return launchBrowser('software', options);
}

async function offersHardware(browser: Browser, blank: string): Promise<boolean> {
  const page = await openPage(browser, blank);
  const offered = await page.evaluate(async () => {
    const adapter = await navigator.gpu?.requestAdapter();
    return adapter !== null && adapter !== undefined && !adapter.info.isFallbackAdapter;
  });
  await page.close();
  return offered;
}

/** Opens a served page, and tells standard error what goes wrong in it. */
export async function openPage(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') process.stderr.write(`[page] ${message.text()}\n`);
  });
  page.on('pageerror', (error) => process.stderr.write(`[page] ${error.stack ?? error.message}\n`));
  await page.goto(address);
  return page;
}
