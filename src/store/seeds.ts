/** Where each seed ends, method beside method: for the strip of seeds and the sentence beside it. */
import { fields } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { ArmResult, Fate, SeedResult } from '../experiment/result.ts';
import { fateOf } from '../experiment/summary.ts';
import { armTitle } from '../settings/arms.ts';

export interface SeedEnd {
  readonly arm: ArmName;
  readonly start: number;
  readonly peak: number;
  readonly peakStep: number;
  readonly end: number;
  readonly fate: Fate;
}

/** One seed's ends, in the order of the methods; those that have no end yet are left out. */
export interface SeedLine {
  readonly seed: number;
  readonly ends: readonly SeedEnd[];
}

function endOf(arm: ArmName, result: SeedResult): SeedEnd[] {
  const { startGold: start, peakGold: peak, peakStep, finalGold: end } = result;
  const fate = fateOf(result);
  return fate === null ? [] : [{ arm, start, peak, peakStep, end, fate }];
}

/** One line for each seed that has an end, in the order of the seeds. */
export function seedLines(order: readonly ArmName[], arms: readonly ArmResult[]): SeedLine[] {
  const known = order.flatMap((name) => arms.filter((arm) => arm.name === name));
  const seeds = [...new Set(known.flatMap((arm) => arm.seeds.map(({ seed }) => seed)))];
  const lines = seeds.map((seed) => ({
    seed, ends: known.flatMap((arm) => arm.seeds.filter((result) => result.seed === seed).flatMap((result) => endOf(arm.name, result))),
  }));
  return lines.filter(({ ends }) => ends.length > 0);
}

export interface FateCount {
  readonly arm: ArmName;
  readonly below: number;
  readonly at: number;
  readonly count: number;
}

export function countFates(order: readonly ArmName[], lines: readonly SeedLine[]): FateCount[] {
  return order.map((arm) => {
    const fates = lines.flatMap(({ ends }) => ends.filter((end) => end.arm === arm).map(({ fate }) => fate));
    return { arm, below: fates.filter((fate) => fate === 'below').length, at: fates.filter((fate) => fate === 'at').length, count: fates.length };
  });
}

function withMethod(arm: ArmName, order: readonly ArmName[]): string {
  if (order.length === 1) return '';
  const onlyR2m = order.length === 2 && order.includes('frozen') && order.includes('r2m');
  if (!onlyR2m) return ` with ${armTitle(arm)}`;
  if (arm === 'frozen') return ' without R2M';
  return order[0] === 'r2m' ? ' with R2M' : ' with it';
}

const FATES: Readonly<Record<Fate, string>> = { below: 'below', at: 'exactly at', above: 'above' };

/** How many seeds end below their start; null where no seed has an end. `over`: the run is finished. */
export function fateText(order: readonly ArmName[], lines: readonly SeedLine[], over: boolean): string | null {
  if (lines.length === 0) return null;
  const opening = over ? '' : 'So far: ';
  if (lines.length === 1) {
    const [{ seed, ends }] = lines;
    const fates = ends.map(({ arm, fate }) => `${FATES[fate]} its start${withMethod(arm, order)}`);
    return `${opening}${over ? 'Seed' : 'seed'} ${seed} ${over ? 'ends' : 'is'} ${fates.join(', ')}.`;
  }
  const counts = countFates(order, lines).filter(({ count }) => count > 0);
  const [first, ...others] = counts.map(({ arm, below, at, count }, index) => {
    const ties = at > 0 ? ` (${at} exactly at it)` : '';
    return index === 0
      ? `${below} of ${count} seeds ${over ? 'end' : 'are'} below their start${withMethod(arm, order)}${ties}`
      : `${below} of ${count}${withMethod(arm, order)}${ties}`;
  });
  return `${opening}${[first, ...others].join(', ')}.`;
}

const MORE = 6;

/** Seeds that one press adds to a run that has `count`: none where it has the most that a run can have. */
export function moreSeeds(count: number): number {
  return Math.max(0, Math.min(MORE, fields.seeds.most - count));
}
