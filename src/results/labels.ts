/** Labels that arms bought on the way, on top of those of the start, which all arms of a seed share. */
import type { ArmName } from '../config/names.ts';
import type { ArmResult } from '../experiment/result.ts';

export interface Bought {
  readonly arm: ArmName;
  /** Pairs, over all its seeds. */
  readonly total: number;
}

/** Of the arms that bought any, in their order. `labels`: pairs of the start, for each seed. */
export function boughtOnTheWay(arms: readonly ArmResult[], labels: number): Bought[] {
  return arms
    .map(({ name, seeds }) => ({ arm: name, total: labelsPerSeed(seeds, labels).reduce((sum, all) => sum + all - labels, 0) }))
    .filter(({ total }) => total > 0);
}

/** All that gold labelled for each seed of an arm: those of the start, where a recording has not kept the count. */
export function labelsPerSeed(seeds: ArmResult['seeds'], labels: number): number[] {
  return seeds.map(({ goldQueries }) => goldQueries ?? labels);
}
