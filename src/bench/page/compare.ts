/** Whether two implementations computed the same: a comparison of different work says nothing. */
import type { Outcome } from './contender.ts';

/**
 * Words are drawn from float32 probabilities: where a draw falls on a boundary, implementations may choose neighbours.
 * Lanes with such a row are left out; at most this share of all may be.
 */
const MOST_ASTRAY = 1 / 8;
/** Largest differences allowed, relative (L2). After a step Adam has divided by the gradient's size, which magnifies. */
const TOLERANCES = { loss: 1e-3, gradient: 1e-3, policy: 0.02, feedback: 0.02 } as const;

export interface Difference {
  readonly lanesAstray: number;
  /** The largest of all lanes compared. */
  readonly loss: number;
  readonly gradient: number;
  /** Of the changes by one RL step. */
  readonly policy: number;
  readonly feedback: number;
}

/** Starting parameters, lane after lane. */
export interface Start {
  readonly policy: Float32Array;
  readonly feedback: Float32Array;
}

/** How far `other` is from `oracle`. */
export function differenceOf(oracle: Outcome, other: Outcome, start: Start, lanes: number): Difference {
  const row = (values: Float32Array, lane: number) => values.subarray((lane * values.length) / lanes, ((lane + 1) * values.length) / lanes);
  const compared = Array.from({ length: lanes }, (_, lane) => lane).filter((lane) => {
    const drawn = row(other.tokens, lane);
    return other.tokens.length === oracle.tokens.length && row(oracle.tokens, lane).every((token, i) => token === drawn[i]);
  });
  const largest = (key: 'loss' | 'gradient') =>
    Math.max(0, ...compared.map((lane) => distance(row(oracle[key], lane), row(other[key], lane), null)));
  const largestChange = (key: 'policy' | 'feedback') =>
    Math.max(0, ...compared.map((lane) => distance(row(oracle[key], lane), row(other[key], lane), row(start[key], lane))));
  return {
    lanesAstray: lanes - compared.length,
    loss: largest('loss'), gradient: largest('gradient'), policy: largestChange('policy'), feedback: largestChange('feedback'),
  };
}

/** What differs too much, in words; empty where the two agree. */
export function disagreement(difference: Difference, lanes: number): string {
  const { lanesAstray } = difference;
  const words = lanesAstray > lanes * MOST_ASTRAY ? [`other words drawn on ${lanesAstray} of ${lanes} lanes`] : [];
  const keys = Object.keys(TOLERANCES) as (keyof typeof TOLERANCES)[];
  // Written so that NaN counts as too far.
  const far = keys.filter((key) => !(difference[key] <= TOLERANCES[key])).map((key) => `${key} off by ${difference[key].toExponential(1)}`);
  return [...words, ...far].join(', ');
}

/** |a - b| / |a - origin| */
function distance(a: Float32Array, b: Float32Array, origin: Float32Array | null): number {
  if (a.length !== b.length) return NaN;
  let gap = 0;
  let size = 0;
  a.forEach((value, i) => {
    gap += (value - b[i]) ** 2;
    size += (value - (origin ? origin[i] : 0)) ** 2;
  });
  return gap === 0 ? 0 : Math.sqrt(gap / size);
}
