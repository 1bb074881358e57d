/**
 * Makes the recorded run that the page shows first: `npm run record -- DIR [--out FILE]`, from what
 * `npm run experiment -- --preset default --seeds 8-19 --arms frozen,r2m --out DIR` wrote. Numbers keep five digits and the
 * per-step series every fourth step, to be quick to load; evaluations are all there, and the responses of the first seeds.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { RecordedLane, Recording } from '../experiment/recording.ts';
import type { RunResult, SeedResult } from '../experiment/result.ts';

const DIGITS = 5;
const KEEP_EVERY = 4;
const SEEDS_WITH_RESPONSES = 2;

const program = new Command('record').argument('<dir>', 'what an experiment wrote with --out')
  .option('--out <file>', 'where to write', 'public/recorded/default.json').parse();
const read = (name: string): unknown => JSON.parse(readFileSync(join(program.args[0], name), 'utf8'));
const result = read('result.json') as RunResult;
const lanes = read('samples.json') as RecordedLane[];

function thinned(training: SeedResult['training']): SeedResult['training'] {
  const kept = (_: unknown, index: number) => (index + 1) % KEEP_EVERY === 0;
  return Object.fromEntries(Object.entries(training).map(([key, column]) => [key, (column as unknown[]).filter(kept)])) as unknown as SeedResult['training'];
}

const seeds = result.config.seeds.slice(0, SEEDS_WITH_RESPONSES);
const recording: Recording = {
  result: {
    ...result,
    arms: result.arms.map((arm) => ({ ...arm, seeds: arm.seeds.map((seed) => ({ ...seed, training: thinned(seed.training) })) })),
  },
  lanes: lanes.filter(({ seed }) => seeds.includes(seed)),
};
const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value);
writeFileSync(program.opts<{ out: string }>().out, `${JSON.stringify(recording, short)}\n`);
