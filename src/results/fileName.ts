/** Names of exported files: they tell two runs apart by what was run, and two results of it by their numbers. */
import { fork } from '../engine/random.ts';
import { formatValue } from '../settings/values.ts';
import type { RunResult } from '../experiment/result.ts';
import { nearestPreset } from './preset.ts';
import type { ExportedResult } from './provenance.ts';

/** Configurations with more differences from every preset than this are named custom, and not spelt out. */
const MOST_DIFFERENCES = 3;
/** Longest description of the configuration; file systems take 255 bytes for a whole name, and columns of a list far less. */
const LONGEST = 80;
const LONGEST_SEEDS = 20;

/** Without path, `r2m-lab-default-grpo-beta0.15-s8-19-20261125-1a2b3c.json`. */
export function exportName(result: ExportedResult, extension: string): string {
  const { config, complete, provenance: { preset, date } } = result;
  const differing = nearestPreset(config, preset).differing.filter((key) => key !== 'advantage' && key !== 'beta');
  const spelt = differing.length <= MOST_DIFFERENCES;
  const description = [
    spelt ? preset : 'custom', config.advantage, `beta${config.beta}`,
    ...(spelt ? differing.map((key) => (key === 'arms' ? config.arms.join('_') : `${key}${formatValue(key, config[key])}`)) : []),
  ].join('-').slice(0, LONGEST);
  const parts = ['r2m-lab', description, seedsName(config.seeds), date.replaceAll('-', ''), digestOf(result), ...(complete ? [] : ['incomplete'])];
  // Nothing that a file system or a shell reads in its own way.
  return `${parts.join('-').replaceAll(/[^\w.-]/g, '_')}.${extension}`;
}

function seedsName(seeds: readonly number[]): string {
  const text = `s${formatValue('seeds', seeds).replaceAll(',', '_')}`;
  return text.length <= LONGEST_SEEDS ? text : `${seeds.length}seeds`;
}

/** Six hexadecimal digits of the configuration and all numbers; not of when or how fast they were computed. */
export function digestOf({ config, changes, arms }: RunResult): string {
  const numbers = arms.map(({ name, seeds }) => [name, seeds.map(({ seed, series, training }) => [seed, series, training])]);
  return (fork(0, JSON.stringify([config, changes, numbers])) >>> 8).toString(16).padStart(6, '0');
}
