import { describe, expect, it } from 'vitest';
import type { ArmName } from '../../config/names.ts';
import { defaultConfig } from '../../settings/schema.ts';
import { emptySeries, type LaneSeries } from '../../experiment/series.ts';
import { summarise } from '../../experiment/summary.ts';
import { pairedSpreadOf } from '../../rlhf/statistics.ts';
import { accuracyCell, differenceCell, endName, fewText, ownTextCell, peakName, seedsText, spentText, spreadCell, winsText } from './figures.ts';
import { moreRows } from './rows.ts';

function lane(arm: ArmName, seed: number, evaluations: number, every = 10, bought = 0): LaneSeries {
  const series = emptySeries(arm, seed);
  const columns = Object.entries(series.evaluations) as [string, (number | null)[]][];
  for (let index = 0; index < evaluations; index++) {
    for (const [key, column] of columns) column.push(key === 'step' ? every * index : key === 'goldQueries' ? 75 + bought * index : key === 'onPolicyAccuracy' ? null : 0.7);
  }
  return series;
}
const armsOf = (...lanes: readonly LaneSeries[]) => summarise(lanes).arms;

describe('figures are named for what they are', () => {
  it('a whole run', () => {
    const arms = armsOf(lane('frozen', 8, 17), lane('r2m', 8, 17));
    expect([peakName(arms, true), endName(arms, true), fewText(arms)]).toEqual(['Peak (mean of 3 evaluations)', 'End (steps 140 to 160)', null]);
    expect([peakName(arms, false), endName(arms, false)]).toEqual(['Peak so far (mean of 3 evaluations)', 'Now (steps 140 to 160)']);
  });

  it('one that has hardly begun, or was hardly evaluated', () => {
    expect([peakName([], true), endName([], true), fewText([])]).toEqual(['Peak', 'End', null]);
    const start = armsOf(lane('frozen', 8, 1));
    expect([peakName(start, false), endName(start, false)]).toEqual(['Peak so far', 'Now']);
    expect(fewText(start)).toBe('Only the start has been evaluated: there is no peak and no end yet.');
    const two = armsOf(lane('frozen', 8, 2));
    expect([endName(two, true), fewText(two)]).toEqual(['End (step 10)', 'Too few evaluations for a peak and an end: 1 after the start.']);
    expect(fewText(armsOf(lane('frozen', 8, 5)))).toMatch(/over a quarter of the run/);
  });
});

describe('what seeds can say', () => {
  it('has no interval under five of them', () => {
    const spread = { mean: 1, median: 1, ci95: 3.41 };
    expect([spreadCell(spread, 4), spreadCell(spread, 5)]).toEqual([{ text: '1.00' }, { text: '1.00', aside: '± 3.41' }]);
    expect(differenceCell(pairedSpreadOf([1, 2]))).toEqual({ text: '+1.50' });
    expect(differenceCell(pairedSpreadOf([1, 2, 3, 4, 5])).aside).toMatch(/^± /);
    expect(differenceCell(null)).toEqual({ text: '–' });
    expect([seedsText(1), seedsText(2)]).toEqual(['One seed says little: runs differ a lot from seed to seed.', 'Means over 2 seeds: too few for an interval.']);
  });

  it('counts ties as ties, and writes no sign before them', () => {
    const ties = pairedSpreadOf([1e-8, -1e-9]);
    expect([winsText(ties), differenceCell(ties).text]).toEqual(['0 of 2, 2 ties', '0.00']);
    expect([winsText(pairedSpreadOf([1, -1, 0])), winsText(pairedSpreadOf([1, 1]))]).toEqual(['1 of 3, 1 tie', '2 of 2']);
  });
});

describe('what was spent', () => {
  it('is what was bought once for all methods, and what evaluation saw', () => {
    const arms = armsOf(...[8, 9].flatMap((seed) => [lane('frozen', seed, 17), lane('r2m', seed, 17)]));
    expect(spentText(arms, defaultConfig)).toBe(
      '150 comparisons bought: 75 for each of 2 seeds, shared by 2 methods. Evaluation looked at 12\u2009240 answers, for charts only.',
    );
    expect(spentText(armsOf(lane('r2m', 8, 1)), defaultConfig)).toBe('75 comparisons bought for 1 seed. Evaluation looked at 180 answers, for charts only.');
    expect(spentText([], defaultConfig)).toBeNull();
  });

  it('says what single methods bought on the way, which nobody shares', () => {
    const arms = armsOf(...[8, 9].flatMap((seed) => [lane('frozen', seed, 3), lane('paidHead', seed, 3, 10, 500 + seed), lane('paidHead{goldGroups=0}', seed, 3)]));
    expect(spentText(arms, defaultConfig)).toBe(
      '150 comparisons bought: 75 for each of 2 seeds, shared by 3 methods. Bought on the way besides, for itself alone: '
      + 'Head with bought labels 2\u2009034. Evaluation looked at 3\u2009240 answers, for charts only.',
    );
    const row = moreRows(defaultConfig, true).find(({ title }) => title === 'Labels per seed')!;
    expect(arms.map((arm) => row.cell(arm).text)).toEqual(['75', '1\u2009091–1\u2009093', '75']);
  });

  it('counts the labels of the start where a recording has not kept the count', () => {
    const bare = lane('frozen', 8, 3);
    bare.evaluations.goldQueries.fill(null as never);
    expect(spentText(armsOf(bare), { ...defaultConfig, labels: 750 })).toMatch(/^750 comparisons bought for 1 seed\. Evaluation/);
  });
});

describe('a missing number', () => {
  it('has its reason beside it', () => {
    const [arm] = armsOf(lane('frozen', 8, 3));
    expect(ownTextCell(arm, { ...defaultConfig, evaluationSamples: 1 })).toEqual({ text: '–', reason: 'one sample per prompt makes no pair' });
    expect(ownTextCell(arm, defaultConfig)).toEqual({ text: '–', reason: 'no pair differs' });
    expect(accuracyCell(arm)).toEqual({ text: '70 → 70 %' });
    const bare = lane('frozen', 8, 3);
    bare.evaluations.heldOutAccuracy.fill(null as never);
    expect(accuracyCell(armsOf(bare)[0])).toEqual({ text: '–', reason: 'not kept with this run' });
  });
});
