/**
 * Means over an arm's seeds, row by row as the lanes grow. What has been computed is never computed again, so that a
 * report costs the same at step 2000 as at step 2.
 */
import type { ArmName } from '../config/names.ts';
import { evaluationKeys, trainingKeysOf, type EvaluationMetrics, type TrainingMetrics } from '../experiment/metrics.ts';
import type { Columns, LaneSeries } from '../experiment/series.ts';
import { spreadOf } from '../rlhf/statistics.ts';
import type { Band, CurvePoint } from './curves.ts';

/** A mean is null where a seed lacks the quantity. */
export type MeanColumns<T> = { readonly [K in keyof T]: (number | null)[] };

/** One arm's means: of its evaluations, of its training batches, and the points of the main chart. They grow in place. */
export interface ArmGrowth {
  readonly arm: ArmName;
  readonly points: CurvePoint[];
  readonly evaluations: MeanColumns<EvaluationMetrics>;
  /** With the columns that the arm's method reports. */
  readonly training: MeanColumns<TrainingMetrics>;
}

function noMeans<T>(keys: readonly (keyof T)[]): MeanColumns<T> {
  return Object.fromEntries(keys.map((key) => [key, []])) as unknown as MeanColumns<T>;
}

export function newGrowth(arms: readonly ArmName[]): ArmGrowth[] {
  return arms.map((arm) => ({ arm, points: [], evaluations: noMeans(evaluationKeys), training: noMeans(trainingKeysOf(arm)) }));
}

/** Rows that every seed has: a mean over some of the seeds would make a curve jump when the rest arrive. */
function commonRows(seeds: readonly { readonly step: readonly number[] }[]): number {
  return seeds.length === 0 ? 0 : seeds.reduce((least, { step }) => Math.min(least, step.length), Infinity);
}

function meanAt<T>(seeds: readonly Columns<T>[], key: keyof T, row: number): number | null {
  let sum = 0;
  for (const seed of seeds) {
    // A recorded run has not kept every column.
    const value: unknown = (seed as Partial<Columns<T>>)[key]?.[row];
    if (typeof value !== 'number') return null;
    sum += value;
  }
  return sum / seeds.length;
}

function growMeans<T extends { step: number }>(means: MeanColumns<T>, keys: readonly (keyof T)[], seeds: readonly Columns<T>[]): void {
  const rows = commonRows(seeds);
  for (let row = means.step.length; row < rows; row++) for (const key of keys) means[key].push(meanAt(seeds, key, row));
}

function band(values: readonly number[]): Band {
  const { mean, ci95 } = spreadOf(values);
  return ci95 === null ? { mean, low: null, high: null } : { mean, low: mean - ci95, high: mean + ci95 };
}

function growPoints(points: CurvePoint[], seeds: readonly Columns<EvaluationMetrics>[]): void {
  const rows = commonRows(seeds);
  for (let row = points.length; row < rows; row++) {
    const seedGold = seeds.map(({ gold }) => gold[row]);
    points.push({
      step: seeds[0].step[row], kl: meanAt(seeds, 'kl', row) ?? 0,
      gold: band(seedGold), proxy: band(seeds.map(({ proxy }) => proxy[row])), seedGold,
    });
  }
}

/** Takes in what the lanes have told since the last call. The lanes of a growth are always the same; one that diverges is in no mean, which then begins anew. */
export function grow(growth: readonly ArmGrowth[], lanes: readonly LaneSeries[]): void {
  for (const { arm, points, evaluations, training } of growth) {
    const all = lanes.filter((lane) => lane.arm === arm);
    const sound = all.filter(({ diverged }) => !diverged);
    const own = sound.length > 0 ? sound : all;
    growMeans(evaluations, evaluationKeys, own.map((lane) => lane.evaluations));
    growMeans(training, Object.keys(training), own.map((lane) => lane.training));
    growPoints(points, own.map((lane) => lane.evaluations));
  }
}
