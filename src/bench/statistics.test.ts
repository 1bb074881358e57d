import { describe, expect, it } from 'vitest';
import { spreadOf } from './statistics.ts';

describe('spreadOf', () => {
  it('interpolates between neighbours as NumPy does', () => {
    // numpy.percentile([1, 2, 4, 10], [25, 50, 75])
    expect(spreadOf([10, 1, 4, 2])).toEqual({ q1: 1.75, median: 3, q3: 5.5 });
  });

  it('takes middle values where they are', () => {
    expect(spreadOf([5, 3, 1, 4, 2])).toEqual({ q1: 2, median: 3, q3: 4 });
  });

  it('gives one value for all three', () => {
    expect(spreadOf([7])).toEqual({ q1: 7, median: 7, q3: 7 });
  });

  it('refuses no values', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('leaves its argument in order', () => {
    const values = [3, 1, 2];
    spreadOf(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
