import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { bootstrapInterval, type Interval } from './bootstrap.ts';
import { normalProbability, normalQuantile } from './normal.ts';

const found = (values: readonly number[]): Interval => bootstrapInterval(values) ?? [NaN, NaN];

describe('the standard normal distribution', () => {
  // From the usual printed table.
  it.each([[0, 0.5], [1, 0.841344746], [1.959963985, 0.975], [-2.5, 0.006209665], [6, 1 - 9.8659e-10]])('has at %d the probability %d', (z, probability) => {
    expect(normalProbability(z)).toBeCloseTo(probability, 9);
    expect(normalQuantile(probability)).toBeCloseTo(z, 4);
  });
  it('goes to 0 and 1', () => {
    expect([normalProbability(-50), normalProbability(50), normalQuantile(0), normalQuantile(1)]).toEqual([0, 1, -Infinity, Infinity]);
  });
});

describe('the bootstrap interval', () => {
  // scipy.stats.bootstrap, method BCa, 100 000 resamples of its own; ends agree to some hundredth of the width.
  it.each<[string, number[], Interval]>([
    ['skewed values', Array.from({ length: 30 }, (_, i) => Math.exp(i / 8)), [7.2698, 14.6730]],
    ['one that stands out', [0, 0, 0, 0, 1], [0, 0.8]],
    ['three values', [1, 2, 4], [4 / 3, 4]],
    ['twelve', [0.409706399, -0.252647321, -0.484780355, 1.04874577, 1.93478304, 0.572768776, -0.933328664, -0.658265205, 1.90001909, 0.502882441, -1.43213484, 0.216303807],
      [-0.3094, 0.8285]],
  ])('is that of an independent implementation: %s', (_, values, [low, high]) => {
    const [from, to] = found(values);
    expect(Math.abs(from - low)).toBeLessThan(0.02 * (high - low));
    expect(Math.abs(to - high)).toBeLessThan(0.02 * (high - low));
  });

  it('of symmetric values is symmetric but for the draw, and near the normal interval where they are many', () => {
    const half = Array.from({ length: 32 }, (_, i) => normalQuantile((i + 32.5) / 64));
    const [low, high] = found([...half, ...half.map((value) => -value)]);
    const width = 1.96 * Math.sqrt(half.reduce((sum, value) => sum + value ** 2, 0) / 32 / 64);
    expect(Math.abs(low + high)).toBeLessThan(0.03 * (high - low));
    expect((high - low) / 2 / width).toBeCloseTo(1, 1);
  });

  it('is the same each time and in every order, and follows the unit and the origin', () => {
    const stream = new Stream(fork(3, 'bootstrap test'));
    const values = Array.from({ length: 12 }, () => stream.normal() ** 2);
    const [low, high] = found(values);
    expect(found([...values])).toEqual([low, high]);
    expect(found(values.toReversed())).toEqual([low, high]);
    expect(found(values.map((value) => 4 * value))).toEqual([4 * low, 4 * high]);
    found([1, 2, 4]);
    expect(found(values.map((value) => 100 + value / 3)).map((end) => 3 * (end - 100))).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
  });

  it('is a point where all values are equal, and none of fewer than three or of one that is not finite', () => {
    expect(bootstrapInterval([2, 2, 2])).toEqual([2, 2]);
    expect(bootstrapInterval([0.1 + 0.2, 0.3, 0.3, 0.3])).toEqual([expect.closeTo(0.3, 12), expect.closeTo(0.3, 12)]);
    expect([[], [1], [1, 2], [1, 2, NaN], [1, 2, Infinity]].map(bootstrapInterval)).toEqual([null, null, null, null, null]);
  });
});
