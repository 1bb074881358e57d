/** Extents and ticks of the charts' axes. */
import { FEWEST_FOR_INTERVAL } from '../../rlhf/statistics.ts';
import type { ArmCurve, Band, CurvePoint } from '../../store/curves.ts';
import { niceTicks } from '../ticks.ts';
import type { Place } from './lines.ts';

export type ChartAxis = 'step' | 'kl' | 'sqrtKl';

export function positionOf(point: Place, axis: ChartAxis): number {
  if (axis === 'step') return point.step;
  // Exact KL is never negative; rounding can leave a trace below zero.
  const kl = Math.max(0, point.kl);
  return axis === 'kl' ? kl : Math.sqrt(kl);
}

function finite(values: readonly number[]): number[] {
  return values.filter((value) => Number.isFinite(value));
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
  const reached = finite(curves.flatMap(({ points }) => points.map((point) => positionOf(point, axis))));
  return niceExtent(0, Math.max(axis === 'kl' ? 2 : 1, ...reached), 7);
}

/** With fewer seeds than an interval needs, each seed's own line is drawn instead of one. */
export function drawsBand({ seeds }: Pick<ArmCurve, 'seeds'>): boolean {
  return seeds >= FEWEST_FOR_INTERVAL;
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
 * Of the evaluations as they were measured, to which a run only adds: room for the means, and for bands and seeds as far as they reach no further than half the means' range on either side:
 * wider ones would flatten the curves. `cut` says that something is cut off.
 */
export function verticalExtent(curves: readonly ArmCurve[], quantity: 'gold' | 'proxy'): Extent & { readonly cut: boolean } {
  const means = finite(curves.flatMap(({ points }) => points.map((point) => point[quantity].mean)));
  if (means.length === 0) return { ...niceExtent(0, 3, 6), cut: false };
  const reaches = curves.flatMap((curve) => curve.points.map((point) => reach(curve, point, quantity)));
  const lowest = Math.min(0, ...means);
  const highest = Math.max(LEAST_TOP, ...means);
  const spare = 0.5 * Math.max(highest - lowest, 0.5);
  const low = Math.min(lowest, ...finite(reaches.map(([each]) => each)));
  const high = Math.max(highest, ...finite(reaches.map(([, each]) => each)));
  const extent = niceExtent(Math.max(low, lowest - spare), Math.min(high, highest + spare), 8);
  return { ...extent, cut: low < extent.domain[0] || high > extent.domain[1] };
}

/** An extent that holds both; ticks are the wider one's where it holds the other already. */
export function union(a: Extent, b: Extent): Extent {
  const holds = (outer: Extent, inner: Extent) => outer.domain[0] <= inner.domain[0] && outer.domain[1] >= inner.domain[1];
  if (holds(a, b)) return a;
  if (holds(b, a)) return b;
  return niceExtent(Math.min(a.domain[0], b.domain[0]), Math.max(a.domain[1], b.domain[1]), 8);
}
