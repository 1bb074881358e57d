import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { evaluation, training } from '../experiment/testing.ts';
import { fold, newRecord } from './record.ts';
import { shownRecord } from './shown.ts';
import { arrivals, evaluationReport } from './testing.ts';

const start = () => fold(newRecord('a', 3, 'default', defaultConfig), arrivals(...defaultConfig.arms.flatMap((arm) =>
  defaultConfig.seeds.map((seed) => evaluationReport(3, arm, seed, evaluation(0))))));

describe('what is shown of a run in progress', () => {
  it('is summarised anew when an evaluation arrives, and not before', () => {
    const first = start();
    const shown = shownRecord(first);
    const trained = fold(first, arrivals(
      { run: 3, type: 'training', lane: { arm: 'r2m', seed: 8 }, metrics: training(1) }, { run: 3, type: 'step', step: 1 },
    ));
    const later = shownRecord(trained);
    expect(later.step).toBe(1);
    for (const part of ['arms', 'paired', 'curves'] as const) expect(later[part]).toBe(shown[part]);

    const evaluated = shownRecord(fold(trained, arrivals(...defaultConfig.seeds.map((seed) => evaluationReport(3, 'r2m', seed, evaluation(10, { gold: 9 }))))));
    expect(evaluated.curves.map(({ points }) => points.length)).toEqual([1, 2]);
    expect(evaluated.arms[1].seeds[0].series.gold).toEqual([2, 9]);
    expect(evaluated.arms[1].summary.finalGold.mean).toBeGreaterThan(shown.arms[1].summary.finalGold.mean);
  });

  it('is of each run by itself', () => {
    const [one, other] = [start(), start()];
    const changed = fold(other, arrivals(evaluationReport(3, 'frozen', 8, evaluation(10))));
    expect(shownRecord(one).arms[0].seeds[0].series.step).toEqual([0]);
    expect(shownRecord(changed).arms[0].seeds[0].series.step).toEqual([0, 10]);
    expect(shownRecord(one).curves).not.toBe(shownRecord(changed).curves);
  });
});
