import { describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { defaultConfig } from '../settings/schema.ts';
import { costThrough, fittingSeeds, ofEachPiece, predictedSeconds, sameWork, slowest, type Measured } from './forecast.ts';

const NOTHING = { fixed: 0, perSeed: 0 };
/** Evaluations are five times an RL step, all else is nothing. */
const measured = (perSeed: number, more: Partial<Measured> = {}): Measured => ({
  speed: { ...ofEachPiece(() => NOTHING), rlStep: { fixed: 0, perSeed }, evaluation: { fixed: 0, perSeed: 5 * perSeed } },
  workers: 2, shipped: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19], ...more,
});
const seeds = (count: number): Config => ({ ...defaultConfig, steps: 100, evaluateEvery: 10, seeds: Array.from({ length: count }, (_, i) => 8 + i) });

describe('the forecast of a run', () => {
  it('adds up steps and evaluations, the first and the last included', () => {
    expect(predictedSeconds(seeds(1), measured(100, { workers: 1 }))).toBeCloseTo(100 * 0.1 + 11 * 0.5);
    expect(predictedSeconds({ ...seeds(1), evaluateEvery: 30 }, measured(100, { workers: 1 }))).toBeCloseTo(100 * 0.1 + 5 * 0.5);
  });

  it('lasts as long as the worker with the most lanes', () => {
    // Two arms: a lane is half of what a seed takes.
    const [one, two, three, four] = [1, 2, 3, 4].map((count) => predictedSeconds(seeds(count), measured(100)));
    expect([two, three, four].map((seconds) => seconds / one)).toEqual([2, 3, 4].map((ratio) => expect.closeTo(ratio) as number));
    expect(predictedSeconds(seeds(4), measured(100, { workers: 1 }))).toBeCloseTo(8 * one);
    // Eight lanes on three workers, and on more workers than lanes.
    expect(predictedSeconds(seeds(4), measured(100, { workers: 3 }))).toBeCloseTo(3 * one);
    expect(predictedSeconds(seeds(4), measured(100, { workers: 64 }))).toBeCloseTo(one);
  });

  it('counts a fixed part once for all seeds of a worker', () => {
    const speed = { ...ofEachPiece(() => NOTHING), rlStep: { fixed: 30, perSeed: 10 } };
    expect(predictedSeconds(seeds(4), { speed, workers: 1, shipped: [8, 9, 10, 11] })).toBeCloseTo(100 * 0.07);
  });

  it('adds supervised stages for seeds that are not shipped, and labels for all', () => {
    const speed = { ...ofEachPiece(() => NOTHING), sftStep: { fixed: 0, perSeed: 10 }, trunkStep: { fixed: 0, perSeed: 5 }, preferences: { fixed: 1000, perSeed: 0 } };
    const config: Config = { ...defaultConfig, sftSteps: 800, trunkSteps: 600, seeds: [8, 9, 100] };
    expect(predictedSeconds(config, { speed, workers: 1, shipped: [8, 9] })).toBeCloseTo(8 + 3 + 1);
    expect(predictedSeconds(config, { speed, workers: 1, shipped: [] })).toBeCloseTo(3 * 11 + 1);
    expect(predictedSeconds(config, { speed, workers: 1, shipped: [8, 9, 100] })).toBeCloseTo(1);
    // The policy of one seed on one worker, its trunk on the other; and two policies and a trunk on the first.
    expect(predictedSeconds(config, { speed, workers: 2, shipped: [8, 9] })).toBeCloseTo(8 + 1);
    expect(predictedSeconds(config, { speed, workers: 2, shipped: [] })).toBeCloseTo(2 * 8 + 3 + 1);
  });
});

describe('seeds that fit a minute', () => {
  const config = seeds(1);
  // A seed takes 155 times the step.
  it.each([[60 / 155, [8, 9]], [30 / 155, [8, 9, 10, 11]], [19 / 155, [8, 9, 10, 11, 12, 13]], [9 / 155, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]]])(
    'with %f s a step', (step, expected) => {
      // A little less than the bound.
      expect(fittingSeeds(config, measured(999 * step))).toEqual(expected);
    });

  it('are two at least and twelve at most', () => {
    expect(fittingSeeds(config, measured(60_000))).toEqual([8, 9]);
    expect(fittingSeeds(config, measured(0.1))).toHaveLength(12);
  });

  it('do not depend on the seeds that are set', () => {
    expect(fittingSeeds({ ...config, seeds: [1, 2, 3, 4] }, measured(190))).toEqual(fittingSeeds(config, measured(190)));
  });
});

describe('a measurement', () => {
  it('gives a line through two numbers of seeds, without negative parts', () => {
    expect(costThrough(12, null)).toEqual({ fixed: 0, perSeed: 12 });
    expect(costThrough(12, { seeds: 8, time: 26 })).toEqual({ fixed: 10, perSeed: 2 });
    expect(costThrough(12, { seeds: 8, time: 11 })).toEqual({ fixed: 12, perSeed: 0 });
    expect(costThrough(1, { seeds: 8, time: 10 }).fixed).toBe(0);
  });

  it('of several workers is that of the slowest, piece by piece', () => {
    const [a, b] = [1, 2].map((factor) => ofEachPiece((piece) => ({ fixed: piece === 'rlStep' ? 4 - factor : factor, perSeed: factor })));
    expect(slowest([a, b])).toMatchObject({ rlStep: { fixed: 3, perSeed: 2 }, evaluation: { fixed: 2, perSeed: 2 } });
  });

  it('holds while only what is counted or costs nothing changes', () => {
    const same: Partial<Config>[] = [{ steps: 10 }, { evaluateEvery: 3 }, { seeds: [1] }, { beta: 1 }, { stylePenalty: 0 }];
    for (const change of same) expect(sameWork(defaultConfig, { ...defaultConfig, ...change })).toBe(true);
    const others: Partial<Config>[] = [{ arms: ['frozen'] }, { groupSize: 4 }, { policyWidth: 64 }, { sftSteps: 10 }, { labels: 10 }, { advantage: 'remax' }];
    for (const change of others) expect(sameWork(defaultConfig, { ...defaultConfig, ...change })).toBe(false);
  });
});
