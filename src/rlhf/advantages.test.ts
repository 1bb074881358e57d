import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { advantages, grpo, reinforcePlusPlus, remax, rloo } from './advantages.ts';

const stream = new Stream(fork(1, 'rewards'));
const rewards = Float64Array.from({ length: 24 }, () => stream.normal());
const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

describe('advantages', () => {
  it('worked by hand', () => {
    expect([...rloo([1, 2, 6], 3)]).toEqual([1 - 4, 2 - 3.5, 6 - 1.5]);
    expect([...grpo([0, 2], 2)]).toEqual([-1 / 1.0001, 1 / 1.0001]);
    expect([...remax([1, 2, 3, 4], 2, [1, 5])]).toEqual([0, 1, -2, -1]);
    expect([...reinforcePlusPlus([0, 2, 0, 2])].map((a) => Math.round(a))).toEqual([-1, 1, -1, 1]);
  });

  it.each([2, 3, 4, 8])('of RLOO and GRPO sum to zero in each group of %i', (size) => {
    for (const method of [rloo, grpo]) {
      const found = method(rewards, size);
      for (let start = 0; start < found.length; start += size) expect(sum(found.slice(start, start + size))).toBeCloseTo(0, 12);
    }
  });

  it.each([0.3, -7.1, 1e6 / 3])('are exactly zero where all rewards are %d', (value) => {
    const equal = new Float64Array(21).fill(value);
    for (const name of ['rloo', 'grpo', 'reinforcePlusPlus'] as const) {
      expect(advantages(name, equal, 7, null).every((a) => a === 0), name).toBe(true);
    }
  });

  it('of GRPO ignore the scale of rewards, those of RLOO follow it', () => {
    const larger = rewards.map((reward) => 10 * reward + 3);
    grpo(larger, 4).forEach((a, i) => expect(a).toBeCloseTo(grpo(rewards, 4)[i], 3));
    rloo(larger, 4).forEach((a, i) => expect(a).toBeCloseTo(10 * rloo(rewards, 4)[i], 10));
  });

  it('refuse incomplete groups, and ReMax without greedy rewards', () => {
    expect(() => rloo([1, 2, 3], 2)).toThrow(RangeError);
    expect(() => advantages('remax', [1, 2], 2, null)).toThrow(TypeError);
  });
});
