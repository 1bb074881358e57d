import { describe, expect, it } from 'vitest';
import type { ArmName } from '../config/names.ts';
import { smoothed } from '../rlhf/curves.ts';
import { seriesOf, type LaneSeries } from './series.ts';
import { resummarised, summarise } from './summary.ts';
import { evaluation } from './testing.ts';
import type { RunResult } from './result.ts';

function lane(arm: ArmName, seed: number, golds: readonly number[], every = 10, kl = (step: number) => step / 10): LaneSeries {
  return seriesOf(arm, seed, golds.map((gold, index) => evaluation(index * every, { gold, kl: kl(index * every) })), []);
}
const seedOf = (golds: readonly number[], every?: number) => summarise([lane('frozen', 8, golds, every)]).arms[0].seeds[0];

describe('a seed’s figures', () => {
  it('are those of the smoothed curve, and say of which evaluations the end is', () => {
    const golds = [2, 2.5, 3, 2.5, 2, 1, 1.5, 1, 0.5];
    const seed = seedOf(golds);
    const curve = smoothed(golds);
    expect(seed).toMatchObject({ startGold: 2, peakGold: Math.max(...curve), peakStep: 20, finalGold: curve.at(-1), finalKl: 7, evaluations: 8, finalSpan: [60, 80], few: false });
  });

  it.each<[string, number[], object]>([
    ['the start alone', [2], { startGold: 2, peakGold: 2, peakStep: 0, finalGold: 2, finalKl: 0, evaluations: 0, finalSpan: [0, 0], few: true }],
    ['one evaluation', [2, 1], { startGold: 2, peakGold: 2, peakStep: 0, finalGold: 1, evaluations: 1, finalSpan: [10, 10], few: true }],
    ['two', [2, 1, 2], { peakGold: 2, peakStep: 0, finalGold: 1.5, evaluations: 2, finalSpan: [10, 20], few: true }],
    ['an end over half of the run', [2, 3, 3, 3, 3], { peakGold: 3, peakStep: 20, finalGold: 3, evaluations: 4, finalSpan: [20, 40], few: true }],
    ['equal evaluations', [2, 2, 2, 2, 2, 2, 2, 2, 2], { peakGold: 2, peakStep: 0, finalGold: 2, few: false }],
    ['a missing evaluation', [2, 3, NaN, 3, 3, 3, 3, 1, 1, 1], { peakGold: 3, peakStep: 30, finalGold: 1 }],
  ])('hold with %s', (_, golds, figures) => {
    expect(seedOf(golds)).toMatchObject(figures);
  });

  it('are of enough evaluations where the end is a quarter of the run or less, however far apart they are', () => {
    for (const every of [1, 10, 200]) expect([3, 8, 9].map((count) => seedOf(new Array<number>(count).fill(2), every).few)).toEqual([true, true, false]);
  });

  it('hold where the last evaluation comes early, after fewer steps than it usually does', () => {
    const late = summarise([seriesOf('frozen', 8, [0, 4].map((step) => evaluation(step, { gold: 2 - step })), [])]);
    expect(late.arms[0].seeds[0]).toMatchObject({ peakGold: 2, peakStep: 0, finalGold: -2, finalSpan: [4, 4], evaluations: 1, few: true });
  });
});

describe('a summary', () => {
  it('has an arm’s means over seeds, and the median of the peaks’ steps', () => {
    const { arms: [arm] } = summarise([lane('frozen', 8, [0, 3, 3, 3, 0, 0]), lane('frozen', 9, [0, 0, 0, 6, 6, 6]), lane('frozen', 10, [1, 0, 0, 0, 0, 0])]);
    expect(arm.seeds.map(({ peakStep, peakGold }) => [peakStep, peakGold])).toEqual([[20, 3], [40, 6], [0, 1]]);
    expect(arm.summary.peakStep.median).toBe(20);
    expect(arm.summary.peakGold.mean).toBeCloseTo(10 / 3, 12);
  });

  it('takes arms that part by rounding for tied, at equal KL, too', () => {
    const golds = [2, 2.5, 3, 2, 1];
    const { paired: [pair] } = summarise([
      lane('frozen', 8, golds, 10, (step) => step / 5000), lane('shrink', 8, golds.map((gold) => gold + 3e-16), 10, (step) => step / 5000 + 1e-8),
    ]);
    expect(pair).toMatchObject({ peakGold: { wins: 0, ties: 1, n: 1 }, finalGold: { wins: 0, ties: 1 }, goldAtEqualKl: { wins: 0, ties: 1, n: 1 } });
    expect(pair.goldAtEqualKl?.mean).not.toBe(0);
  });

  it('pairs only seeds that both arms have, and none where there is none', () => {
    expect(summarise([lane('frozen', 8, [2]), lane('r2m', 9, [2])]).paired).toEqual([]);
    expect(summarise([lane('frozen', 8, [2]), lane('frozen', 9, [2]), lane('r2m', 9, [3])]).paired[0].finalGold).toMatchObject({ mean: 1, wins: 1, n: 1 });
    expect(summarise([])).toEqual({ arms: [], paired: [] });
  });

  it('is read off a result’s series anew', () => {
    const summary = summarise([lane('frozen', 8, [2, 3, 4, 1]), lane('r2m', 8, [2, 3, 4, 2])]);
    const old = { ...summary, arms: summary.arms.map((arm) => ({ ...arm, seeds: arm.seeds.map((seed) => ({ ...seed, peakGold: 99, finalGold: 99 })) })), paired: [] };
    expect(resummarised(old as unknown as RunResult)).toEqual(summary);
  });
});
