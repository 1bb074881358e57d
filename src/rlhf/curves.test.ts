import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { areaUnder, endOf, endWindow, goldAtEqualKl, peakOf, smoothed, startOf } from './curves.ts';

describe('a smoothed curve', () => {
  it.each<[string, number[], number[]]>([
    ['nothing', [], []],
    ['the start alone', [7], [7]],
    ['one evaluation', [1, 3], [1, 3]],
    ['two evaluations', [1, 3, 5], [1, 3, 4]],
    ['three evaluations', [0, 3, 6, 9], [0, 3, 6, 6]],
    ['more', [0, 3, 6, 9, 0, 3], [0, 3, 6, 5, 4, 4]],
    ['a value that is missing', [1, NaN, 5, 7], [1, NaN, 6, 6]],
    ['a start that is missing', [NaN, 4, 6, 8], [NaN, 5, 6, 6]],
    ['an end that is missing', [1, 2, 3, NaN], [1, 2, 2.5, NaN]],
  ])('of %s', (_, values, entries) => {
    expect(smoothed(values)).toEqual(entries);
  });

  it('has start, peak and end', () => {
    const values = [2, 3, 7, 2, 3, 1];
    expect(startOf(values)).toBe(2);
    expect(peakOf(values)).toEqual({ value: 4, index: 1 });
    expect(endOf(values)).toBe(2);
    expect(peakOf([0, 4, 4, 4, 4, 0])).toEqual({ value: 4, index: 2 });
    expect(peakOf([NaN, NaN, 1, 2])).toEqual({ value: 1.5, index: 2 });
    expect([startOf([]), peakOf([]).value, peakOf([NaN, NaN]).value, endOf([]), endOf([1, NaN])]).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });

  it('has no peak under the start, and an end without the start, however long it is', () => {
    const random = new Stream(fork(1, 'curves'));
    for (let length = 1; length < 40; length++) {
      const values = Array.from({ length }, () => random.uniform() - 0.5);
      expect(peakOf(values).value).toBeGreaterThanOrEqual(startOf(values));
      expect(peakOf(values).value).toBe(Math.max(...smoothed(values)));
      expect(endOf(values)).toBe(smoothed(values).at(-1));
      if (length > 1) expect(endOf([1e6, ...values.slice(1)])).toBe(endOf(values));
    }
  });

  it('says of which evaluations its end is', () => {
    expect([0, 1, 2, 3, 4, 5, 17].map((length) => endWindow(length))).toEqual([[0, 0], [0, 0], [1, 1], [1, 2], [1, 3], [2, 4], [14, 16]]);
  });
});

describe('the area under a curve', () => {
  it('is the mean height of the line through the evaluations, however far apart they are', () => {
    expect(areaUnder([0, 10, 20], [0, 1, 2])).toBe(1);
    expect(areaUnder([0, 10, 40], [0, 4, 4])).toBe((20 + 120) / 40);
    expect(areaUnder([0, 1, 4], [0, 4, 4])).toBe(areaUnder([0, 10, 40], [0, 4, 4]));
    expect(areaUnder([0], [7])).toBe(7);
  });

  it('bridges a missing evaluation, and is none where the run’s first or last is missing', () => {
    expect(areaUnder([0, 10, 20, 40], [0, NaN, 2, 2])).toBe((20 + 40) / 40);
    expect([areaUnder([], []), areaUnder([0, 10], [NaN, 1]), areaUnder([0, 10], [1, NaN])]).toEqual([NaN, NaN, NaN]);
  });
});

describe('gold at equal KL', () => {
  const meanAtEqualKl = (...pair: Parameters<typeof goldAtEqualKl>) => goldAtEqualKl(...pair)?.mean ?? null;

  it('is the mean difference over the common range', () => {
    expect(meanAtEqualKl({ kl: [0, 4], gold: [0, 4] }, { kl: [0, 2], gold: [0, 0] })).toBe(1);
    expect(meanAtEqualKl({ kl: [0, 1, 4], gold: [2, 3, 9] }, { kl: [0, 4], gold: [1, 1] })).toBeCloseTo((1.5 + 15) / 4, 12);
  });

  it('is zero for a lane against itself, and changes sign with the order', () => {
    const a = { kl: [0, 1, 0.8, 3, 2, 5], gold: [2, 3, 1, 2.5, 9, 0] };
    const b = { kl: [0, 2, 4, 6], gold: [2, 2, 1, 1] };
    expect(meanAtEqualKl(a, a)).toBe(0);
    expect(meanAtEqualKl(a, b)).toBeCloseTo(-(meanAtEqualKl(b, a) ?? NaN), 12);
  });

  it('does not depend on how fast a lane gets there', () => {
    const curve = (kl: number) => 2 + kl - 0.2 * kl ** 2;
    const slow = Array.from({ length: 41 }, (_, i) => i / 10);
    const fast = Array.from({ length: 61 }, (_, i) => i / 10);
    expect(meanAtEqualKl({ kl: slow, gold: slow.map(curve) }, { kl: fast, gold: fast.map(curve) })).toBeCloseTo(0, 12);
  });

  it('takes the first time that a lane gets as far: later returns to a KL do not count', () => {
    const steady = { kl: [0, 1, 2, 3], gold: [2, 3, 4, 5] };
    const wavering = { kl: [0, 1, 0.5, 2, 1.5, 3, 2.9], gold: [2, 3, -9, 4, -9, 5, -9] };
    expect(meanAtEqualKl(wavering, steady)).toBeCloseTo(0, 12);
  });

  it('is the difference at a single common KL, and null where there is none', () => {
    expect(meanAtEqualKl({ kl: [0, 0], gold: [3, 3] }, { kl: [0, 2], gold: [1, 0] })).toBe(2);
    expect(meanAtEqualKl({ kl: [0, 1], gold: [1, 1] }, { kl: [2, 3], gold: [1, 1] })).toBeNull();
  });

  it('is read at the end of the common range, too', () => {
    expect(goldAtEqualKl({ kl: [0, 4], gold: [0, 4] }, { kl: [0, 2], gold: [0, 0] })).toEqual({ mean: 1, end: 2 });
    expect(goldAtEqualKl({ kl: [0, 1, 3], gold: [2, 3, 1] }, { kl: [0, 2], gold: [2, 4] })?.end).toBe(-2);
    expect(goldAtEqualKl({ kl: [0, 0], gold: [3, 3] }, { kl: [0, 2], gold: [1, 0] })?.end).toBe(2);
  });

  it('leaves out evaluations of which a number is missing', () => {
    const whole = { kl: [0, 1, 2], gold: [2, 3, 4] };
    expect(meanAtEqualKl({ kl: [0, NaN, 1, 1.5, 2], gold: [2, 9, 3, NaN, 4] }, whole)).toBeCloseTo(0, 12);
    expect(meanAtEqualKl({ kl: [], gold: [] }, whole)).toBeNull();
    expect(meanAtEqualKl({ kl: [NaN], gold: [1] }, whole)).toBeNull();
  });

  it('is exact over thousands of evaluations', () => {
    const kl = Array.from({ length: 4000 }, (_, i) => i / 100);
    const lane = { kl, gold: kl.map((value) => Math.sin(value) + value) };
    const versus = { kl: kl.map((value) => value + 0.005), gold: kl.map((value) => Math.sin(value + 0.005)) };
    // The mean of the KL itself, from .005 to 39.99.
    expect(meanAtEqualKl(lane, versus)).toBeCloseTo((0.005 + 39.99) / 2, 3);
  });
});
