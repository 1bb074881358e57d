/** Carries out a plan in a headless browser: a fresh page for each case, so that none inherits another's memory. */
import { openInBrowser, type InBrowser } from '../headless/inBrowser.ts';
import { reasonToSkip } from './foresight.ts';
import type { Entry } from './page/session.ts';
import { nameOf, type Case, type Plan } from './plan.ts';
import type { BenchResult, Implementation, LeftOut, Row, Work } from './result.ts';
import { takeTurns, type Sample } from './rounds.ts';
import { spreadOf } from './statistics.ts';

const SESSION = '/src/bench/page/session.ts';

type Note = (text: string) => void;

/**
 * `onCase` hears after each case of all that was found so far: a whole plan is long, and may be stopped.
 * @throws Error where an implementation computes something else than the ops engine on wasm does
 */
export async function runPlan(plan: Plan, note: Note, onCase: (soFar: BenchResult) => void): Promise<BenchResult> {
  const browser = await openInBrowser({ adapter: 'best', onNote: note });
  try {
    const devices: string[] = [];
    const rows: Row[] = [];
    const leftOut: LeftOut[] = [];
    const soFar = (): BenchResult => ({ device: devices.join('; '), rows, leftOut });
    for (const [index, entry] of plan.cases.entries()) {
      note(`\n[${index + 1}/${plan.cases.length}] ${nameOf(entry.model)}, ${entry.lanes} ${entry.lanes === 1 ? 'lane' : 'lanes'}, ${entry.backend}`);
      const leaveOut = (implementation: Implementation, reason: string, failed: boolean) => {
        note(`  ${implementation} is left out: ${reason}`);
        leftOut.push({ model: nameOf(entry.model), lanes: entry.lanes, implementation, backend: entry.backend, reason, failed });
      };
      const implementations = entry.implementations.filter((implementation) => {
        const reason = reasonToSkip(entry, implementation, { rows, leftOut }, plan.limits.patience);
        if (reason !== null) leaveOut(implementation, reason, false);
        return reason === null;
      });
      await browser.page.reload();
      const { device, rows: found } = await runCase(browser, { ...entry, implementations }, plan, note, (implementation, failure) =>
        leaveOut(implementation, `it does not run: ${failure.split('\n')[0]}`, true));
      if (!devices.includes(device)) devices.push(device);
      rows.push(...found);
      onCase(soFar());
    }
    return soFar();
  } finally {
    await browser.close();
  }
}

/** `onFailure` hears of those that do not run. */
async function runCase(
  browser: InBrowser, entry: Case, plan: Plan, note: Note, onFailure: (implementation: Implementation, failure: string) => void,
): Promise<{ device: string; rows: Row[] }> {
  const { backend, model, lanes, works } = entry;
  const device = await timed(note, 'solved once on wasm', () => browser.call<string>(SESSION, 'open', backend, model, lanes));
  for (const implementation of entry.implementations) {
    const failure = await enter(browser, implementation, note);
    if (failure === null) continue;
    onFailure(implementation, failure);
    // It may have taken the device with it: again from the start, without it.
    await browser.page.reload();
    return runCase(browser, { ...entry, implementations: entry.implementations.filter((other) => other !== implementation) }, plan, note, onFailure);
  }
  const rows: Row[] = [];
  for (const work of works) {
    const sample = (implementation: Implementation) => browser.call<Sample>(SESSION, 'sample', implementation, work);
    const samples = await timed(note, `timed ${work}`, () => takeTurns(entry.implementations, sample, plan.limits));
    for (const [implementation, taken] of samples) {
      const counted = backend === 'wasm' && implementation !== 'jax'
        ? await browser.call<number>(SESSION, 'countKernels', implementation, work)
        : spreadOf(taken.map(({ dispatches }) => dispatches)).median;
      rows.push({ work, model: nameOf(model), lanes, implementation, backend, ...timesOf(taken), dispatches: counted, samples: taken.length });
    }
    note(`  ${summary(work, rows)}`);
  }
  return { device, rows };
}

/** Why the implementation cannot take part; null where it does. */
async function enter(browser: InBrowser, implementation: Implementation, note: Note): Promise<string | null> {
  const entry = await timed(note, `${implementation}: compiled and checked`, () => browser.call<Entry>(SESSION, 'enter', implementation));
  if (!entry.started) return entry.reason;
  if (entry.disagreement) throw new Error(`${implementation} does not compute what the ops engine does on wasm (${entry.disagreement}), so nothing is compared.`);
  return null;
}

function timesOf(samples: readonly Sample[]): Pick<Row, 'medianMs' | 'q1Ms' | 'q3Ms' | 'jsMs'> {
  const { q1, median, q3 } = spreadOf(samples.map(({ ms }) => ms));
  return { medianMs: median, q1Ms: q1, q3Ms: q3, jsMs: spreadOf(samples.map(({ jsMs }) => jsMs)).median };
}

function summary(work: Work, rows: readonly Row[]): string {
  return rows.filter((row) => row.work === work).map(({ implementation, medianMs }) => `${implementation} ${medianMs.toFixed(1)} ms`).join(', ');
}

async function timed<T>(note: Note, what: string, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  note(`  ${what} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return result;
}
