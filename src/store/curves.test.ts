import { describe, expect, it } from 'vitest';
import type { ArmName } from '../config/names.ts';
import { appendEvaluation, appendTraining, emptySeries, seriesOf } from '../experiment/series.ts';
import { evaluation, training } from '../experiment/testing.ts';
import { spreadOf } from '../rlhf/statistics.ts';
import { evaluationCurves, trainingCurves } from './curves.ts';
import { grow, newGrowth } from './growth.ts';

const lane = (arm: ArmName, seed: number, golds: readonly number[], steps = 0) => seriesOf(
  arm, seed,
  golds.map((gold, index) => evaluation(10 * index, { gold, proxy: index, kl: index * index })),
  Array.from({ length: steps }, (_, index) => training(index + 1, { clipFraction: index, omega: arm === 'r2m' ? 0.7 : null })),
);

function grown(...lanes: readonly ReturnType<typeof lane>[]) {
  const growth = newGrowth([...new Set(lanes.map(({ arm }) => arm))]);
  grow(growth, lanes);
  return growth;
}

describe('the main chart’s points', () => {
  const [frozen, r2m] = grown(lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 5, 2]), lane('r2m', 8, [2, 3, 4]));

  it('are the mean over seeds with its 95 % interval', () => {
    const { mean, ci95 } = spreadOf([3, 5]);
    expect(frozen.points[1]).toMatchObject({ step: 10, kl: 1, seedGold: [3, 5], gold: { mean: 4, low: mean - ci95!, high: mean + ci95! } });
  });

  it('have no band with one seed', () => {
    expect(r2m.points[2].gold).toEqual({ mean: 4, low: null, high: null });
  });

  it('wait for the slowest seed', () => {
    expect(grown(lane('frozen', 8, [2, 3, 1]), lane('frozen', 9, [2, 5]))[0].points.map(({ step }) => step)).toEqual([0, 10]);
  });

  it('and all means of a run taken in bit by bit are those of the run taken in at once', () => {
    const whole = [lane('frozen', 8, [2, 3, 1], 20), lane('frozen', 9, [2, 5, 2], 20)];
    const parts = whole.map(({ arm, seed }) => emptySeries(arm, seed));
    const growth = newGrowth(['frozen']);
    const row = <T>(columns: { readonly [K in keyof T]: T[K][] }, index: number): T =>
      Object.fromEntries(Object.entries<unknown[]>(columns).map(([key, values]) => [key, values[index]])) as T;
    for (let index = 0; index < 20; index++) {
      parts.forEach((part, which) => {
        appendTraining(part, row(whole[which].training, index));
        if (which === 0) grow(growth, parts);
        if (index < 3) appendEvaluation(part, row(whole[which].evaluations, index));
        grow(growth, parts);
      });
    }
    expect(growth).toEqual(grown(...whole));
  });
});

describe('metrics over steps', () => {
  const growth = grown(lane('frozen', 8, [2, 4], 1000), lane('r2m', 8, [2, 6], 1000));

  it('are decimated to means of neighbours', () => {
    const [{ points }] = trainingCurves(growth, 'clipFraction');
    expect(points.length).toBeLessThanOrEqual(160);
    expect(points.every(({ step, value }) => value !== null && Math.abs(value - (step - 1)) < 1e-9)).toBe(true);
  });

  it('are of the arms that have the quantity', () => {
    const curves = trainingCurves(growth, 'omega');
    expect(curves.map(({ arm }) => arm)).toEqual(['r2m']);
    expect(curves[0].points.at(0)?.value).toBeCloseTo(0.7);
  });

  it('come from evaluations as they are', () => {
    expect(evaluationCurves(growth, 'gold')[1].points).toEqual([{ step: 0, value: 2 }, { step: 10, value: 6 }]);
  });

  it('of a run that has told nothing are empty', () => {
    const none = grown(emptySeries('frozen', 8));
    expect(trainingCurves(none, 'loss')).toEqual([{ arm: 'frozen', points: [] }]);
    expect(evaluationCurves(none, 'gold')).toEqual([{ arm: 'frozen', points: [] }]);
  });

  it('of a recorded run that has not kept a column are null', () => {
    const kept = lane('frozen', 8, [2, 4], 3);
    const slim = { ...kept, training: { step: kept.training.step, gold: kept.training.gold } as typeof kept.training };
    const [{ points }] = trainingCurves(grown(slim), 'loss');
    expect(points.map(({ value }) => value)).toEqual([null, null, null]);
  });
});
