/**
 * Makes the recorded run that the page shows first: `npm run record -- RESULT.json [--out FILE]`, from the result.json of
 * `npm run experiment -- --preset default --seeds 8-19 --arms frozen,r2m --out DIR`. Numbers keep five digits and the
 * per-step series every fourth step, to be quick to load; evaluations are all there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { RunResult, SeedResult } from '../experiment/result.ts';

const DIGITS = 5;
const KEEP_EVERY = 4;

const program = new Command('record').argument('<result>', 'result.json of an experiment')
  .option('--out <file>', 'where to write', 'public/recorded/default.json').parse();
const result = JSON.parse(readFileSync(program.args[0], 'utf8')) as RunResult;

function thinned(training: SeedResult['training']): SeedResult['training'] {
  const kept = (_: unknown, index: number) => (index + 1) % KEEP_EVERY === 0;
  return Object.fromEntries(Object.entries(training).map(([key, column]) => [key, (column as unknown[]).filter(kept)])) as unknown as SeedResult['training'];
}

const recorded = {
  ...result,
  arms: result.arms.map((arm) => ({ ...arm, seeds: arm.seeds.map((seed) => ({ ...seed, training: thinned(seed.training) })) })),
};
const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);
writeFileSync(program.opts<{ out: string }>().out, `${JSON.stringify(recorded, short)}\n`);
