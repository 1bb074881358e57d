import { describe, expect, it } from 'vitest';
import { niceTicks } from './ticks.ts';

describe('niceTicks', () => {
  it.each([[0, 3, 6], [-0.7, 2.8, 6], [0, 160, 9], [-0.031, 0.002, 4], [0, 1e5, 5], [2.36, 2.37, 6]])('encloses %f to %f', (low, high, count) => {
    const ticks = niceTicks(low, high, count);
    expect(ticks[0]).toBeLessThanOrEqual(low);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(high);
    expect(ticks.length).toBeLessThanOrEqual(count + 2);
    const step = ticks[1] - ticks[0];
    expect([1, 2, 5]).toContain(Math.round(step / 10 ** Math.floor(Math.log10(step * 1.0001))));
  });

  it('writes round numbers round', () => {
    expect(niceTicks(0, 0.3, 4)).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('refuses an empty range', () => {
    expect(() => niceTicks(1, 1, 4)).toThrow(RangeError);
  });
});
