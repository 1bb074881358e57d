import { describe, expect, it } from 'vitest';
import { evaluation } from '../../experiment/testing.ts';
import { seriesOf } from '../../experiment/series.ts';
import { summarise } from '../../experiment/summary.ts';
import { spreadOf } from '../../rlhf/statistics.ts';
import { grow, newGrowth } from '../../store/growth.ts';
import { linesOf, placeAt } from './lines.ts';

const lane = (seed: number, golds: readonly number[]) =>
  seriesOf('frozen', seed, golds.map((gold, index) => evaluation(10 * index, { gold, proxy: index, kl: index * index })), []);

function lineOf(...golds: readonly (readonly number[])[]) {
  const lanes = golds.map((each, index) => lane(8 + index, each));
  const growth = newGrowth(['frozen']);
  grow(growth, lanes);
  const { arms } = summarise(lanes);
  const [line] = linesOf([{ arm: 'frozen', seeds: lanes.length, points: growth[0].points }], arms);
  return { line, arm: arms[0] };
}

describe('a line of the chart', () => {
  it('starts, peaks and ends at the table’s figures', () => {
    const { line, arm } = lineOf([2, 3, 4, 3, 2, 2, 1, 1, 0.5], [2, 4, 3, 3, 2, 2, 2, 1, 1]);
    expect(line.points).toHaveLength(9);
    expect(line.points[0].gold.mean).toBeCloseTo(arm.summary.startGold.mean);
    expect(line.points[8].gold.mean).toBeCloseTo(arm.summary.finalGold.mean);
    expect(line.end).toMatchObject({ from: { step: 60 }, to: { step: 80 } });
    expect(line.end?.gold).toBeCloseTo(arm.summary.finalGold.mean);
    expect(line.peak?.gold).toBeCloseTo(arm.summary.peakGold.mean);
    expect(line.peak?.step).toBe(spreadOf(arm.seeds.map(({ peakStep }) => peakStep)).median);
    const [first, second] = arm.seeds.map(({ finalGold }) => finalGold);
    const { mean, ci95 } = spreadOf([first, second]);
    expect(line.points[8].gold.high).toBeCloseTo(mean + ci95!);
  });

  it('has neither ring nor end with too few evaluations, and no ring at the start', () => {
    for (const golds of [[2], [2, 3], [2, 3, 1], [2, 3, 1, 1, 1]]) expect(lineOf(golds).line).toMatchObject({ peak: null, end: null });
    const falling = [9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(lineOf(falling).line.peak).toBeNull();
    expect(lineOf(falling).line.end).not.toBeNull();
  });

  it('reads a seed that is ahead only as far as the others are', () => {
    const { line } = lineOf([2, 3, 4, 3], [2, 3, 4]);
    expect(line.points.map(({ step }) => step)).toEqual([0, 10, 20]);
    expect(line.points[2].gold.mean).toBeCloseTo(3.5);
  });

  it('leaves a diverged seed out where it is not finite', () => {
    const { line } = lineOf([2, 3, 4, 3], [2, NaN, NaN, NaN]);
    expect(line.points.map(({ gold }) => gold.mean)).toEqual([2, 3, 10 / 3, 10 / 3]);
    expect(lineOf(Array.from({ length: 9 }, () => NaN)).line.peak).toBeNull();
  });

  it('of an arm that was not evaluated is empty', () => {
    expect(linesOf([{ arm: 'r2m', seeds: 0, points: [] }], [])).toEqual([{ arm: 'r2m', seeds: 0, points: [], peak: null, end: null }]);
  });
});

describe('the place of a step', () => {
  const points = [{ step: 0, kl: 0 }, { step: 10, kl: 4 }, { step: 20, kl: 2 }];
  it.each([[0, 0], [5, 2], [10, 4], [15, 3], [20, 2], [99, 2]])('%d has KL %d', (step, kl) => {
    expect(placeAt(points, step).kl).toBe(kl);
  });
});
