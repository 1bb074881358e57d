import { describe, expect, it } from 'vitest';
import { finalOf, goldAtEqualKl, peakOf } from './curves.ts';

describe('a lane’s gold', () => {
  it('peaks where three successive values have the highest mean', () => {
    expect(peakOf([0, 8, 0, 4, 5, 4, 0])).toEqual({ gold: 13 / 3, index: 4 });
    expect(peakOf([1, 3])).toEqual({ gold: 2, index: 1 });
    expect(peakOf([7])).toEqual({ gold: 7, index: 0 });
  });
  it('ends at the mean of its last three values', () => {
    expect(finalOf([9, 1, 2, 3])).toBe(2);
    expect(finalOf([4])).toBe(4);
  });
});

describe('gold at equal KL', () => {
  it('is the mean difference over the common range', () => {
    expect(goldAtEqualKl({ kl: [0, 4], gold: [0, 4] }, { kl: [0, 2], gold: [0, 0] })).toBe(1);
    expect(goldAtEqualKl({ kl: [0, 1, 4], gold: [2, 3, 9] }, { kl: [0, 4], gold: [1, 1] })).toBeCloseTo((1.5 + 15) / 4, 12);
  });

  it('is zero for a lane against itself, and changes sign with the order', () => {
    const a = { kl: [0, 1, 0.8, 3, 2, 5], gold: [2, 3, 1, 2.5, 9, 0] };
    const b = { kl: [0, 2, 4, 6], gold: [2, 2, 1, 1] };
    expect(goldAtEqualKl(a, a)).toBe(0);
    expect(goldAtEqualKl(a, b)).toBeCloseTo(-(goldAtEqualKl(b, a) ?? NaN), 12);
  });

  it('does not depend on how fast a lane gets there', () => {
    const curve = (kl: number) => 2 + kl - 0.2 * kl ** 2;
    const slow = Array.from({ length: 41 }, (_, i) => i / 10);
    const fast = Array.from({ length: 61 }, (_, i) => i / 10);
    expect(goldAtEqualKl({ kl: slow, gold: slow.map(curve) }, { kl: fast, gold: fast.map(curve) })).toBeCloseTo(0, 12);
  });

  it('takes the first time that a lane gets as far: later returns to a KL do not count', () => {
    const steady = { kl: [0, 1, 2, 3], gold: [2, 3, 4, 5] };
    const wavering = { kl: [0, 1, 0.5, 2, 1.5, 3, 2.9], gold: [2, 3, -9, 4, -9, 5, -9] };
    expect(goldAtEqualKl(wavering, steady)).toBeCloseTo(0, 12);
  });

  it('is the difference at a single common KL, and null where there is none', () => {
    expect(goldAtEqualKl({ kl: [0, 0], gold: [3, 3] }, { kl: [0, 2], gold: [1, 0] })).toBe(2);
    expect(goldAtEqualKl({ kl: [0, 1], gold: [1, 1] }, { kl: [2, 3], gold: [1, 1] })).toBeNull();
  });
});
