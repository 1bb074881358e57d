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
  it('count wins over zero', () => {
    expect(pairedSpreadOf([1, -1, 0, 2])).toMatchObject({ wins: 2, n: 4, mean: 0.5, median: 0.5 });
  });
  it('refuse nothing', () => {
    expect(() => spreadOf([])).toThrow();
  });
});
