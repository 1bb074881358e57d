import { describe, expect, it } from 'vitest';
import { pairedSpreadOf, spreadOf } from './statistics.ts';
import { centralProbability, centralQuantile } from './studentT.ts';

describe('Student’s t', () => {
  // From the usual printed table of two-sided 95 % points.
  it.each([[1, 12.706], [2, 4.303], [3, 3.182], [5, 2.571], [7, 2.365], [11, 2.201], [30, 2.042], [63, 1.998]])('with %i degrees of freedom is %d', (freedom, t) => {
    expect(centralQuantile(0.95, freedom)).toBeCloseTo(t, 3);
  });
  it('has the quantile as inverse of the probability', () => {
    for (const freedom of [1, 2, 3, 4, 9, 10]) expect(centralProbability(centralQuantile(0.8, freedom), freedom)).toBeCloseTo(0.8, 12);
  });
});

describe('spreads', () => {
  it('worked by hand', () => {
    expect(spreadOf([1, 2, 6])).toEqual({ mean: 3, median: 2, ci95: expect.closeTo((4.30265 * Math.sqrt(7)) / Math.sqrt(3), 4) as number });
    expect(spreadOf([5])).toEqual({ mean: 5, median: 5, ci95: null });
  });
  it('count wins and ties', () => {
    expect(pairedSpreadOf([1, -1, 0, 2])).toMatchObject({ wins: 2, ties: 1, n: 4, mean: 0.5, median: 0.5 });
  });
  it('take differences of rounding for ties', () => {
    expect(pairedSpreadOf([1e-8, -3e-16, 9e-7, -9e-7, 2e-6, -2e-6])).toMatchObject({ wins: 1, ties: 4, n: 6 });
    expect(pairedSpreadOf([0])).toMatchObject({ wins: 0, ties: 1, n: 1, ci95: null });
  });
  it('take no missing difference for a win or a tie', () => {
    expect(pairedSpreadOf([NaN, 1])).toMatchObject({ wins: 1, ties: 0, n: 2, mean: NaN });
  });
  it('refuse nothing', () => {
    expect(() => spreadOf([])).toThrow();
  });
});
