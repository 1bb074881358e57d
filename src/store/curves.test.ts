import { describe, expect, it } from 'vitest';
import { summarise } from '../experiment/summary.ts';
import { spreadOf } from '../rlhf/statistics.ts';
import { armCurves, evaluationCurves, highestPoint, trainingCurves } from './curves.ts';
import { evaluation, training } from '../experiment/testing.ts';

const lane = (arm: 'frozen' | 'r2m', seed: number, golds: readonly number[], steps = 0) => ({
  arm, seed,
  evaluations: golds.map((gold, index) => evaluation(10 * index, { gold, proxy: index, kl: index * index })),
  training: Array.from({ length: steps }, (_, index) => training(index + 1, { clipFraction: index, omega: arm === 'r2m' ? 0.7 : null })),
});

describe('the main chart’s curves', () => {
  const { arms } = summarise([lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 5, 2]), lane('r2m', 8, [2, 3, 4])]);
  const [frozen, r2m] = armCurves(arms);

  it('are the mean over seeds with its 95 % interval', () => {
    const { mean, ci95 } = spreadOf([3, 5]);
    expect(frozen.points[1]).toMatchObject({ step: 10, kl: 1, seedGold: [3, 5], gold: { mean: 4, low: mean - ci95!, high: mean + ci95! } });
  });

  it('have no band with one seed', () => {
    expect(r2m.seeds).toBe(1);
    expect(r2m.points[2].gold).toEqual({ mean: 4, low: null, high: null });
  });

  it('know their highest point', () => {
    expect(highestPoint(frozen)?.step).toBe(10);
    expect(highestPoint(r2m)?.step).toBe(20);
    expect(highestPoint({ arm: 'r2m', seeds: 0, points: [] })).toBeUndefined();
  });

  it('wait for the slowest seed', () => {
    const uneven = summarise([lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 5])]);
    expect(armCurves(uneven.arms)[0].points.map(({ step }) => step)).toEqual([0, 10]);
  });
});

describe('metrics over steps', () => {
  const { arms } = summarise([lane('frozen', 8, [2, 4], 1000), lane('r2m', 8, [2, 6], 1000)]);

  it('are decimated to means of neighbours', () => {
    const [{ points }] = trainingCurves(arms, 'clipFraction');
    expect(points.length).toBeLessThanOrEqual(160);
    expect(points.every(({ step, value }) => value !== null && Math.abs(value - (step - 1)) < 1e-9)).toBe(true);
  });

  it('are null where an arm has no such quantity', () => {
    const [frozen, r2m] = trainingCurves(arms, 'omega');
    expect(frozen.points.every(({ value }) => value === null)).toBe(true);
    expect(r2m.points.at(0)?.value).toBeCloseTo(0.7);
  });

  it('come from evaluations as they are', () => {
    expect(evaluationCurves(arms, 'gold')[1].points).toEqual([{ step: 0, value: 2 }, { step: 10, value: 6 }]);
  });
});
