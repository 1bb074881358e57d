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
 * Room for the means, and for the bands as far as they reach no further than the means' own range on either side:
 * with two seeds Student's interval is so wide that it would flatten the curves. `cut` says that a band is cut off.
 */
export function verticalExtent(curves: readonly ArmCurve[], quantity: 'gold' | 'proxy'): Extent & { readonly cut: boolean } {
  const bands = curves.flatMap(({ points }) => points.map((point): Band => point[quantity]));
  if (bands.length === 0) return { ...niceExtent(0, 3, 6), cut: false };
  const lowest = Math.min(0, ...bands.map(({ mean }) => mean));
  const highest = Math.max(...bands.map(({ mean }) => mean));
  const spare = 0.5 * Math.max(highest - lowest, 0.5);
  const bandLow = Math.min(...bands.map(({ low, mean }) => low ?? mean));
  const bandHigh = Math.max(...bands.map(({ high, mean }) => high ?? mean));
  const extent = niceExtent(Math.max(bandLow, lowest - spare), Math.max(highest, Math.min(bandHigh, highest + spare)), 6);
  return { ...extent, cut: bandLow < extent.domain[0] || bandHigh > extent.domain[1] };
}
