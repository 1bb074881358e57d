/** Carries out a plan in a page that is loaded afresh for each case, so that none inherits another's memory. */
import type { InBrowser } from '../headless/inBrowser.ts';
import { reasonToSkip } from './foresight.ts';
import type * as Session from './page/session.ts';
import { nameOf, type Case, type Plan } from './plan.ts';
import type { BenchResult, Implementation, LeftOut, Row, Work } from './result.ts';
import { takeTurns, type Sample } from './rounds.ts';
import { spreadOf } from './statistics.ts';

/** The page, which serves `page/session.ts`. */
export interface BenchPage {
  reload(): Promise<unknown>;
  /** Calls one of the session's functions. */
  call<T>(name: keyof typeof Session, ...args: readonly (string | number | object)[]): Promise<T>;
}

/** A page of the source. */
export function benchPage(browser: InBrowser): BenchPage {
  return { reload: () => browser.page.reload(), call: (name, ...args) => browser.call('/src/bench/page/session.ts', name, ...args) };
}

type Note = (text: string) => void;

/**
 * `onCase` hears after each case of all that was found so far: a whole plan is long, and may be stopped.
 * What fails, or computes something else, is left out of its case.
 */
export async function runPlan(page: BenchPage, plan: Plan, note: Note, onCase: (soFar: BenchResult) => void): Promise<BenchResult> {
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
    let implementations = entry.implementations.filter((implementation) => {
      const reason = reasonToSkip(entry, implementation, { rows, leftOut }, plan.limits.patience);
      if (reason !== null) leaveOut(implementation, reason, false);
      return reason === null;
    });
    const attempt = async (): ReturnType<typeof runCase> => {
      await page.reload();
      try {
        return await runCase(page, { ...entry, implementations }, plan, note);
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        leaveOut(error.implementation, error.message, true);
        // It may have taken the device with it: again from the start, without it.
        implementations = implementations.filter((other) => other !== error.implementation);
        return attempt();
      }
    };
    const { device, rows: found } = await attempt();
    if (!devices.includes(device)) devices.push(device);
    rows.push(...found);
    onCase(soFar());
  }
  return soFar();
}

/** An implementation that cannot take part in a case, and why. */
class Unfit extends Error {
  constructor(readonly implementation: Implementation, reason: string) {
    super(reason.split('\n')[0]);
  }
}

/** @throws Unfit where an implementation fails or computes something else than the ops engine on wasm does */
async function runCase(page: BenchPage, { backend, model, lanes, works, implementations }: Case, plan: Plan, note: Note): Promise<{ device: string; rows: Row[] }> {
  const device = await timed(note, 'solved once on wasm', () => page.call<string>('open', backend, model, lanes));
  for (const implementation of implementations) await enter(page, implementation, note);
  const rows: Row[] = [];
  for (const work of works) {
    const call = <T>(name: 'sample' | 'countKernels', implementation: Implementation) =>
      page.call<T>(name, implementation, work).catch((error: unknown) => {
        throw new Unfit(implementation, `it does not run: ${error instanceof Error ? error.message : String(error)}`);
      });
    const samples = await timed(note, `timed ${work}`, () => takeTurns(implementations, (implementation) => call<Sample>('sample', implementation), plan.limits));
    for (const [implementation, taken] of samples) {
      const onTfjs = implementation === 'plain' || implementation === 'ops';
      const counted = backend === 'wasm' && onTfjs
        ? await call<number>('countKernels', implementation)
        : spreadOf(taken.map(({ dispatches }) => dispatches)).median;
      rows.push({ work, model: nameOf(model), lanes, implementation, backend, ...timesOf(taken), dispatches: counted, samples: taken.length });
    }
    note(`  ${summary(work, rows)}`);
  }
  return { device, rows };
}

async function enter(page: BenchPage, implementation: Implementation, note: Note): Promise<void> {
  const entry = await timed(note, `${implementation}: compiled and checked`, () => page.call<Session.Entry>('enter', implementation));
  if (!entry.started) throw new Unfit(implementation, `it does not run: ${entry.reason}`);
  if (entry.disagreement) throw new Unfit(implementation, `it does not compute what the ops engine does on wasm: ${entry.disagreement}`);
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
