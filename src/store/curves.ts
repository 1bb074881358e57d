/** From the series of lanes to the curves of the charts: mean and 95 % band over an arm's seeds. */
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics, TrainingMetrics } from '../experiment/metrics.ts';
import type { Columns } from '../experiment/result.ts';
import { spreadOf } from '../rlhf/statistics.ts';
import { bucketMeans } from './decimate.ts';

/** What the charts read of an arm; an `ArmResult` is one. */
export interface ArmSeries {
  readonly name: ArmName;
  readonly seeds: readonly SeedSeries[];
}
export interface SeedSeries {
  readonly seed: number;
  readonly series: Columns<EvaluationMetrics>;
  readonly training: Columns<TrainingMetrics>;
}

/** Mean over seeds; `low` and `high` bound its 95 % interval and are null with one seed. */
export interface Band {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface CurvePoint {
  readonly step: number;
  /** Mean over seeds, in nats. */
  readonly kl: number;
  /** In gold's own units. */
  readonly gold: Band;
  /** In standard deviations of the frozen reward model over SFT samples. */
  readonly proxy: Band;
  /** Gold of each seed, in the order of the arm's seeds. */
  readonly seedGold: readonly number[];
}
export interface ArmCurve {
  readonly arm: ArmName;
  /** Seeds in the mean. */
  readonly seeds: number;
  readonly points: readonly CurvePoint[];
}

function band(values: readonly number[]): Band {
  const { mean, ci95 } = spreadOf(values);
  return ci95 === null ? { mean, low: null, high: null } : { mean, low: mean - ci95, high: mean + ci95 };
}

/** Only the entries that every seed has: a mean over some of the seeds would make the curve jump when the rest arrive. */
function commonLength(lengths: readonly number[]): number {
  return lengths.length === 0 ? 0 : Math.min(...lengths);
}

/** The main chart's curves: one for each arm, one point for each evaluation that all of its seeds have had. */
export function armCurves(arms: readonly ArmSeries[]): ArmCurve[] {
  return arms.map(({ name, seeds }) => {
    const count = commonLength(seeds.map(({ series }) => series.step.length));
    const at = (key: 'gold' | 'proxy' | 'kl', index: number) => band(seeds.map(({ series }) => series[key][index]));
    return {
      arm: name,
      seeds: seeds.length,
      points: Array.from({ length: count }, (_, index) => ({
        step: seeds[0].series.step[index], kl: at('kl', index).mean, gold: at('gold', index), proxy: at('proxy', index),
        seedGold: seeds.map(({ series }) => series.gold[index]),
      })),
    };
  });
}

/** The highest point of an arm's mean gold; undefined before the first evaluation. */
export function highestPoint(curve: ArmCurve): CurvePoint | undefined {
  return curve.points.reduce<CurvePoint | undefined>(
    (best, point) => (best === undefined || point.gold.mean > best.gold.mean ? point : best), undefined,
  );
}

export interface MetricPoint {
  readonly step: number;
  /** Mean over seeds; null where the arm has no such quantity. */
  readonly value: number | null;
}
export interface MetricCurve {
  readonly arm: ArmName;
  readonly points: readonly MetricPoint[];
}

/** Points of a small chart: more could not be told apart. */
const MOST_POINTS = 160;

function meanCurve(seeds: readonly { steps: readonly number[]; values: readonly (number | null)[] }[]): MetricPoint[] {
  const count = commonLength(seeds.map(({ steps }) => steps.length));
  const steps = count === 0 ? [] : seeds[0].steps.slice(0, count);
  const values = steps.map((_, index) => {
    const present = seeds.map((seed) => seed.values[index]).filter((value) => value !== null);
    return present.length < seeds.length ? null : spreadOf(present).mean;
  });
  const means = bucketMeans(values, MOST_POINTS);
  const at = bucketMeans(steps, MOST_POINTS);
  return means.map((value, index) => ({ step: at[index] ?? 0, value }));
}

/** A metric of the evaluations over steps, mean over seeds. */
export function evaluationCurves(arms: readonly ArmSeries[], key: Exclude<keyof EvaluationMetrics, 'step'>): MetricCurve[] {
  return arms.map(({ name, seeds }) => ({
    arm: name, points: meanCurve(seeds.map(({ series }) => ({ steps: series.step, values: series[key] }))),
  }));
}

/** A metric of the training batches over steps, mean over seeds and over neighbouring steps where there are many. */
export function trainingCurves(arms: readonly ArmSeries[], key: Exclude<keyof TrainingMetrics, 'step'>): MetricCurve[] {
  return arms.map(({ name, seeds }) => ({
    arm: name, points: meanCurve(seeds.map(({ training }) => ({ steps: training.step, values: training[key] }))),
  }));
}
