/** Extents and ticks of the charts' axes. */
import type { ArmCurve, Band, CurvePoint } from '../../store/curves.ts';
import { niceTicks } from '../ticks.ts';

export type ChartAxis = 'step' | 'kl' | 'sqrtKl';

export function positionOf(point: CurvePoint, axis: ChartAxis): number {
  if (axis === 'step') return point.step;
  // Exact KL is never negative; rounding can leave a trace below zero.
  const kl = Math.max(0, point.kl);
  return axis === 'kl' ? kl : Math.sqrt(kl);
}

export interface Extent {
  readonly domain: [number, number];
  readonly ticks: number[];
}

function niceExtent(low: number, high: number, count: number): Extent {
  const ticks = niceTicks(low, high > low ? high : low + 1, count);
  return { domain: [ticks[0], ticks[ticks.length - 1]], ticks };
}

/** The steps of the whole run, or the KL reached so far, from zero. */
export function horizontalExtent(curves: readonly ArmCurve[], axis: ChartAxis, totalSteps: number): Extent {
  if (axis === 'step') {
    const { ticks } = niceExtent(0, totalSteps, 9);
    return { domain: [0, totalSteps], ticks: ticks.filter((tick) => tick <= totalSteps) };
  }
  const reached = curves.flatMap(({ points }) => points.map((point) => positionOf(point, axis)));
  return niceExtent(0, Math.max(axis === 'kl' ? 2 : 1, ...reached), 7);
}

/**
 * With two or three seeds Student's interval is many standard errors wide (12.7 and 4.3 on either side) and would cover the
 * chart. Then each seed's own line is drawn instead; the numbers beside the chart keep the interval.
 */
export function drawsBand(curve: ArmCurve): boolean {
  return curve.seeds > 3;
}

function reach(curve: ArmCurve, point: CurvePoint, quantity: 'gold' | 'proxy'): readonly [low: number, high: number] {
  const { mean, low, high }: Band = point[quantity];
  if (drawsBand(curve)) return [low ?? mean, high ?? mean];
  const values = quantity === 'gold' ? point.seedGold : [mean];
  return [Math.min(...values), Math.max(...values)];
}

/** Gold and proxy are always shown from 0 to this at least: at the start of a run there is only noise, which must not look like a curve. */
const LEAST_TOP = 1;

/**
 * Room for the means, and for bands and seeds as far as they reach no further than half the means' range on either side:
 * wider ones would flatten the curves. `cut` says that something is cut off.
 */
export function verticalExtent(curves: readonly ArmCurve[], quantity: 'gold' | 'proxy'): Extent & { readonly cut: boolean } {
  const means = curves.flatMap(({ points }) => points.map((point) => point[quantity].mean));
  if (means.length === 0) return { ...niceExtent(0, 3, 6), cut: false };
  const reaches = curves.flatMap((curve) => curve.points.map((point) => reach(curve, point, quantity)));
  const lowest = Math.min(0, ...means);
  const highest = Math.max(LEAST_TOP, ...means);
  const spare = 0.5 * Math.max(highest - lowest, 0.5);
  const low = Math.min(lowest, ...reaches.map(([each]) => each));
  const high = Math.max(highest, ...reaches.map(([, each]) => each));
  const extent = niceExtent(Math.max(low, lowest - spare), Math.min(high, highest + spare), 8);
  return { ...extent, cut: low < extent.domain[0] || high > extent.domain[1] };
}
