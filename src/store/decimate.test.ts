import { describe, expect, it } from 'vitest';
import { bucketMeans } from './decimate.ts';

describe('bucketMeans', () => {
  it('leaves short inputs alone', () => {
    expect(bucketMeans([1, null, 3], 3)).toEqual([1, null, 3]);
  });

  it('averages equal runs, the last one shorter', () => {
    expect(bucketMeans([1, 3, 5, 7, 9], 3)).toEqual([2, 6, 9]);
  });

  it('keeps the mean where all runs are full, and never gives more than asked for', () => {
    const values = Array.from({ length: 1200 }, (_, index) => Math.sin(index));
    const means = bucketMeans(values, 150);
    expect(means).toHaveLength(150);
    const mean = (list: readonly (number | null)[]) => list.reduce<number>((sum, value) => sum + (value ?? NaN), 0) / list.length;
    expect(mean(means)).toBeCloseTo(mean(values), 10);
    for (const most of [1, 7, 151, 1199]) expect(bucketMeans(values, most).length).toBeLessThanOrEqual(most);
  });

  it('does not invent a value where one is missing', () => {
    expect(bucketMeans([1, null, 3, 5], 2)).toEqual([null, 4]);
  });

  it('refuses to leave nothing', () => {
    expect(() => bucketMeans([1], 0)).toThrow(RangeError);
  });
});
