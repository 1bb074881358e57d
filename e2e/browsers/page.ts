/** The page as a visitor handles it, in any browser. The functions given to `call` run in the page. */
import { setTimeout as sleep } from 'node:timers/promises';
import { call, type Driven } from './driven.ts';

/** Longest wait for what should come: a run of the smallest preset on two busy cores, and more. */
const PATIENCE_MS = 240_000;
const POLL_MS = 250;

/** What the page says of its run, its engine and a failure. */
export async function said(browser: Driven): Promise<string> {
  return call(browser, () => ['[data-testid="run-status"], .run-status', '[data-testid="engine"]', '[data-testid="run-failure"], .run-failure']
    .map((selector) => document.querySelector(selector)?.textContent ?? '').join(' | '));
}

/** Waits for something to hold. Throws, with what the page says, where it does not come. */
export async function until(browser: Driven, what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`${what} did not come. The page says: ${await said(browser)}`);
    await sleep(POLL_MS);
  }
}

export async function untilStatus(browser: Driven, pattern: RegExp): Promise<void> {
  await until(browser, `a status like ${pattern}`, async () => {
    const status = await said(browser);
    if (status.startsWith('Failed')) throw new Error(`The run failed. The page says: ${status}`);
    return pattern.test(status);
  });
}

/** Loads the page anew at a link to settings. */
export async function open(browser: Driven, address: string, settings: string): Promise<void> {
  await browser.goto('about:blank');
  await browser.goto(`${address}#${settings}`);
  await until(browser, 'the button Run', () => canPress(browser, 'Run'));
}

async function canPress(browser: Driven, name: string): Promise<boolean> {
  return call(browser, (wanted) => [...document.querySelectorAll('button')].some((button) =>
    button.textContent?.trim() === wanted && !button.disabled && button.getClientRects().length > 0), name);
}

export async function press(browser: Driven, name: string): Promise<void> {
  await until(browser, `the button ${name}`, () => canPress(browser, name));
  await call(browser, (wanted) => [...document.querySelectorAll('button')].find((button) =>
    button.textContent?.trim() === wanted && !button.disabled && button.getClientRects().length > 0)?.click(), name);
}

/** Types a value into a field, in whatever fold it is. */
export async function fill(browser: Driven, field: string, value: string): Promise<void> {
  await until(browser, `the field ${field}`, () => call(browser, (id) => {
    document.querySelectorAll('details').forEach((fold) => { fold.open = true; });
    return document.getElementById(id) !== null;
  }, `field-${field}`));
  await call(browser, (id, typed) => {
    const input = document.getElementById(id) as HTMLInputElement;
    input.focus();
    // React takes a value for known that was set in the ordinary way.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, typed);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.blur();
  }, `field-${field}`, value);
}

/** How many points a line of the chart has. */
export async function points(browser: Driven, line: string): Promise<number> {
  return call(browser, (name) => (document.querySelector(`[data-testid="main-chart"] path.recharts-line-curve[name="${name}"]`)
    ?.getAttribute('d') ?? '').split(/[MLC]/).length - 1, line);
}

/** Presses the button of an export, and gives the file's text instead of saving it. */
export async function exported(browser: Driven, button: string): Promise<string> {
  await call(browser, () => {
    const kept = { files: [] as Promise<string>[] };
    Object.assign(window, { kept });
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (file: Blob) => {
      kept.files.push(file.text());
      return make(file);
    };
    HTMLAnchorElement.prototype.click = () => undefined;
  });
  await press(browser, button);
  await until(browser, `a file of the button ${button}`, () => call(browser, () => (window as unknown as { kept: { files: unknown[] } }).kept.files.length > 0));
  return call(browser, () => (window as unknown as { kept: { files: Promise<string>[] } }).kept.files[0]);
}
