import { expect, it } from 'vitest';
import { policyLearningRate, rewardLearningRate, supervisedLearningRate } from './schedules.ts';

const config = { learningRate: 2, rewardLearningRate: 4, steps: 160 } as const;

it('the policy ramps up quadratically until half time', () => {
  const rate = (t: number) => policyLearningRate({ ...config, learningRateSchedule: 'ramp' }, t);
  expect(rate(0)).toBeCloseTo(2 / 6400, 12);
  expect([rate(39), rate(79), rate(80), rate(159)]).toEqual([0.5, 2, 2, 2]);
  expect(policyLearningRate({ ...config, learningRateSchedule: 'constant' }, 0)).toBe(2);
});

it('the reward model’s rate is gone by half time', () => {
  const rate = (t: number) => rewardLearningRate({ ...config, rewardLearningRateSchedule: 'decay' }, t);
  expect([rate(0), rate(40), rate(80), rate(159)]).toEqual([4, 2, 0, 0]);
  expect(rewardLearningRate({ ...config, rewardLearningRateSchedule: 'constant' }, 159)).toBe(4);
});

it('supervised training warms up for 50 steps and decays linearly to 10 %', () => {
  const rate = (step: number) => supervisedLearningRate(3, step, 850);
  expect([rate(0), rate(24), rate(49)]).toEqual([0.06, 1.5, 3]);
  expect(rate(449)).toBeCloseTo(0.55 * 3, 12);
  expect(rate(849)).toBeCloseTo(0.3, 12);
  expect(supervisedLearningRate(3, 39, 40)).toBe(3);
});
