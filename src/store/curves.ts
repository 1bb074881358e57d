/** The curves that the charts draw: means over an arm's seeds. */
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics } from '../experiment/metrics.ts';
import { bucketMeans } from './decimate.ts';
import type { ArmGrowth } from './growth.ts';

/** Mean over seeds; `low` and `high` bound its 95 % interval and are null with one seed. */
export interface Band {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** One evaluation of an arm. */
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

/** Means over neighbouring steps where there are more than `most`. */
export function metricPoints(steps: readonly (number | null)[], values: readonly (number | null)[], most = MOST_POINTS): MetricPoint[] {
  const at = bucketMeans(steps, most);
  return bucketMeans(values, most).map((value, index) => ({ step: at[index] ?? 0, value }));
}

/** A metric of the evaluations over steps. */
export function evaluationCurves(growth: readonly ArmGrowth[], key: Exclude<keyof EvaluationMetrics, 'step'>): MetricCurve[] {
  return growth.map(({ arm, evaluations }) => ({ arm, points: metricPoints(evaluations.step, evaluations[key]) }));
}

/** A metric of the training batches over steps, mean over neighbouring steps where there are more than `most`; of the arms that have it. */
export function trainingCurves(growth: readonly ArmGrowth[], key: string, most = MOST_POINTS): MetricCurve[] {
  return growth.flatMap(({ arm, training }) => (Object.hasOwn(training, key) ? [{ arm, points: metricPoints(training.step, training[key], most) }] : []));
}
