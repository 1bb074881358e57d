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

  it('compares five quantities, and corrects each for the number of arms', () => {
    const kl = (step: number) => step / 10;
    const level = (arm: ArmName, height: number) => [8, 9, 10, 11, 12, 13].map((seed, i) => lane(arm, seed, [2, 2 + height, 2 + height * (1 + i / 10)], 10, kl));
    const { paired } = summarise([...level('frozen', 0), ...level('r2m', 1), ...level('shrink', -0.5)]);
    expect(paired.map(({ arm, versus }) => [arm, versus])).toEqual([['r2m', 'frozen'], ['shrink', 'frozen']]);
    for (const key of ['finalGold', 'goldAtEqualKl', 'goldAtEqualKlEnd', 'areaUnderGold'] as const) {
      expect(paired.map((pair) => [pair[key]?.wins, pair[key]?.n])).toEqual([[6, 6], [0, 6]]);
      expect(paired.map((pair) => pair[key]?.wilcoxonP)).toEqual([2 ** -5, 2 ** -5]);
      expect(paired.map((pair) => pair[key]?.holmP)).toEqual([2 ** -4, 2 ** -4]);
    }
    // Heights 0, 1 and 1.25 at steps, and KLs, that are as far apart.
    expect(paired[0].areaUnderGold.mean).toBeCloseTo(0.5 / 2 + 2.25 / 4, 12);
    expect(paired[0].goldAtEqualKl?.mean).toBeCloseTo(0.5 / 2 + 2.25 / 4, 12);
    expect(paired[0].goldAtEqualKlEnd?.mean).toBeCloseTo(1.25, 12);
    // An arm that never rises has its peak at the start: of the peak there are ties.
    expect(paired[1].peakGold).toMatchObject({ ties: 6, wilcoxonP: 1, holmP: 1 });
  });

  it('compares areas over the steps that both lanes have', () => {
    const { paired: [pair] } = summarise([lane('frozen', 8, [2, 2, 2]), lane('r2m', 8, [2, 4, 4, 0, 0])]);
    expect(pair.areaUnderGold.mean).toBe(1.5);
  });

  it('has no statistics at equal KL where no seed’s ranges meet', () => {
    const apart = (arm: ArmName, from: number) => lane(arm, 8, [2, 3], 10, (step) => from + step / 10);
    const { paired } = summarise([apart('frozen', 0), apart('r2m', 5), lane('shrink', 8, [2, 3])]);
    expect(paired.map(({ goldAtEqualKl, goldAtEqualKlEnd }) => [goldAtEqualKl?.n, goldAtEqualKlEnd?.n])).toEqual([[undefined, undefined], [1, 1]]);
  });

  it('counts the seeds that end below their start', () => {
    const below = (...lanes: LaneSeries[]) => summarise(lanes).arms[0].endBelowStart;
    expect(below(lane('frozen', 8, [2, 1]), lane('frozen', 9, [2, 3]), lane('frozen', 10, [2, 2]), lane('frozen', 11, [2]), lane('frozen', 12, [2, NaN])))
      .toEqual({ seeds: 1, of: 3, share: 1 / 3 });
    expect(below(lane('frozen', 8, [2]))).toEqual({ seeds: 0, of: 0, share: null });
  });

  it('is read off a result’s series anew', () => {
    const summary = summarise([lane('frozen', 8, [2, 3, 4, 1]), lane('r2m', 8, [2, 3, 4, 2])]);
    const old = { ...summary, arms: summary.arms.map((arm) => ({ ...arm, seeds: arm.seeds.map((seed) => ({ ...seed, peakGold: 99, finalGold: 99 })) })), paired: [] };
    expect(resummarised(old as unknown as RunResult)).toEqual(summary);
  });
});
