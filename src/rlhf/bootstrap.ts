/** Intervals from resampling. */
import { mean } from 'simple-statistics';
import { fork, Stream } from '../engine/random.ts';
import { normalProbability, normalQuantile } from './normal.ts';

/** Enough that other resamples would move an end of the interval by some hundredth of its width. */
export const RESAMPLES = 10_000;
/** Resamples of two values say nothing. */
const FEWEST = 3;
const TAIL = 0.025;

export type Interval = readonly [low: number, high: number];

/**
 * The 95 % interval of the mean by the bootstrap, bias-corrected and accelerated (BCa; Efron 1987, with the jackknife's
 * acceleration). Resamples are always the same, and values are taken in the order of their sizes: the same values give the
 * same interval, in whatever order they come. A single point where all values are equal; null with fewer than three values,
 * with one that is not finite, or where the acceleration leaves no interval.
 */
export function bootstrapInterval(values: readonly number[]): Interval | null {
  if (values.length < FEWEST || !values.every(Number.isFinite)) return null;
  const sorted = Float64Array.from(values).sort();
  if (sorted[0] === sorted[sorted.length - 1]) return [sorted[0], sorted[0]];
  const centre = mean(Array.from(sorted));
  const means = resampledMeans(sorted);
  const bias = normalQuantile(shareBelow(means, centre));
  const acceleration = accelerationOf(sorted, centre);
  const end = (tail: number): number => {
    const shifted = bias + normalQuantile(tail);
    const share = 1 - acceleration * shifted;
    return share > 0 ? quantile(means, normalProbability(bias + shifted / share)) : NaN;
  };
  const interval = [end(TAIL), end(1 - TAIL)] as const;
  return interval.every(Number.isFinite) ? interval : null;
}

/** Ascending. */
function resampledMeans(values: Float64Array): Float64Array {
  const count = values.length;
  const picks = picksFrom(count);
  const means = new Float64Array(RESAMPLES);
  for (let resample = 0, pick = 0; resample < RESAMPLES; resample++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += values[picks[pick++]];
    means[resample] = sum / count;
  }
  return means.sort();
}

/** The picks for the count that was asked for last: a run's comparisons mostly share it, and drawing takes most of the time. */
let known: { readonly count: number; readonly picks: Uint16Array } | null = null;

/** Which of `count` values every resample takes, one resample after the other. */
function picksFrom(count: number): Uint16Array {
  if (known?.count !== count) {
    const stream = new Stream(fork(0, 'bootstrap'));
    const picks = new Uint16Array(RESAMPLES * count);
    for (let i = 0; i < picks.length; i++) picks[i] = stream.integer(count);
    known = { count, picks };
  }
  return known.picks;
}

/** Of ascending values; those that are equal to `value`, but for rounding, count half. */
function shareBelow(ascending: Float64Array, value: number): number {
  const rounding = 1e-12 * Math.max(Math.abs(ascending[0]), Math.abs(ascending[ascending.length - 1]));
  const below = ascending.findIndex((each) => each >= value - rounding);
  const above = ascending.findIndex((each) => each > value + rounding);
  return (below + (above === -1 ? ascending.length : above)) / 2 / ascending.length;
}

/** A sixth of the skewness of the mean's influence: for the mean the jackknife's values are the values' own deviations. */
function accelerationOf(values: Float64Array, centre: number): number {
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    squares += (value - centre) ** 2;
    cubes += (value - centre) ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}

/** Of ascending values, linear between neighbours (Hyndman and Fan's type 7). NaN outside of 0 to 1. */
function quantile(ascending: Float64Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
}
