import { expect, it } from 'vitest';
import { planOf, type Plan } from './plan.ts';
import type { BenchResult, Implementation } from './result.ts';
import { runPlan, type BenchPage } from './run.ts';

const plan: Plan = { ...planOf({ quick: true, lanes: null, widths: null, backends: ['wasm'] }), limits: { seconds: 0.001, leastSamples: 1, mostSamples: 1, patience: 60 } };

/** A page on which every call takes 10 ms, but for what `answer` says; an Error is thrown. */
async function run(answer: (name: string, implementation: Implementation, case_: number) => unknown) {
  let loads = 0;
  let opened = 0;
  const page: BenchPage = {
    reload: async () => { loads++; },
    call: async <T>(name: string, ...args: readonly unknown[]): Promise<T> => {
      if (name === 'open') opened++;
      const usual = { open: 'a processor', enter: { started: true, disagreement: '' }, sample: { ms: 10, jsMs: 1, dispatches: 2 }, countKernels: 3 };
      const given = answer(name, args[0] as Implementation, opened) ?? usual[name as keyof typeof usual];
      if (given instanceof Error) throw given;
      return given as T;
    },
  };
  const seen: BenchResult[] = [];
  const result = await runPlan(page, plan, () => undefined, (soFar) => seen.push(structuredClone(soFar)));
  return { result, loads, seen };
}
const of = ({ rows }: BenchResult) => [...new Set(rows.map(({ model, implementation }) => `${model}: ${implementation}`))];
const [first, second] = ['width 16, 1 layer, batch 16', 'width 32, 2 layers, batch 16'];

it('times all contenders of every case, and tells what it has after each', async () => {
  const { result, loads, seen } = await run(() => undefined);
  expect(of(result)).toEqual([first, second].flatMap((model) => ['plain', 'ops', 'simd', 'jax'].map((name) => `${model}: ${name}`)));
  expect(result).toMatchObject({ device: 'a processor', leftOut: [] });
  expect(loads).toBe(2);
  expect(seen.map(({ rows }) => rows.length)).toEqual([12, 16]);
});

it.each([
  ['does not start', 'enter', { started: false, reason: 'no such\ndevice' }, 'it does not run: no such'],
  ['computes something else', 'enter', { started: true, disagreement: 'loss off by 1' }, 'it does not compute what the ops engine does on wasm: loss off by 1'],
  ['fails when timed', 'sample', new Error('the device is lost'), 'it does not run: the device is lost'],
])('leaves out of a case what %s, and times the others on a fresh page', async (_, where, what, reason) => {
  const { result, loads } = await run((name, implementation, opened) => (name === where && implementation === 'jax' && opened === 1 ? what : undefined));
  expect(of(result)).toEqual([`${first}: plain`, `${first}: ops`, `${first}: simd`, `${second}: plain`, `${second}: ops`, `${second}: simd`, `${second}: jax`]);
  expect(result.leftOut).toEqual([{ model: first, lanes: 1, implementation: 'jax', backend: 'wasm', reason, failed: true }]);
  expect(loads).toBe(3);
});
