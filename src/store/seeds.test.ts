import { describe, expect, it } from 'vitest';
import type { ArmName } from '../config/names.ts';
import { summarise } from '../experiment/summary.ts';
import { emptySeries, type LaneSeries } from '../experiment/series.ts';
import { countFates, fateText, moreSeeds, seedLines } from './seeds.ts';

function lane(arm: ArmName, seed: number, golds: readonly number[]): LaneSeries {
  const series = emptySeries(arm, seed);
  golds.forEach((gold, index) => {
    for (const [key, column] of Object.entries(series.evaluations) as [string, number[]][]) column.push(key === 'step' ? 10 * index : key === 'gold' ? gold : 0);
  });
  return series;
}

const textOf = (order: readonly ArmName[], lanes: readonly LaneSeries[], over = true) => fateText(order, seedLines(order, summarise(lanes).arms), over);
const DOWN = [2, 3, 1, 1, 1];
const UP = [2, 3, 3, 3, 3];
const TIED = [2, 2, 2, 2, 2 + 1e-9];

describe('where seeds end', () => {
  it('is counted against each seed’s own start', () => {
    const lanes = [lane('frozen', 8, DOWN), lane('frozen', 9, DOWN), lane('r2m', 8, DOWN), lane('r2m', 9, UP)];
    expect(textOf(['frozen', 'r2m'], lanes)).toBe('2 of 2 seeds end below their start without R2M, 1 of 2 with it.');
    expect(textOf(['frozen', 'r2m'], lanes, false)).toBe('So far: 2 of 2 seeds are below their start without R2M, 1 of 2 with it.');
  });

  it('names the methods where they are not these two', () => {
    const lanes = [lane('frozen', 8, DOWN), lane('frozen', 9, UP), lane('shrink', 8, DOWN), lane('shrink', 9, DOWN)];
    expect(textOf(['frozen', 'shrink'], lanes)).toBe('1 of 2 seeds end below their start with Ordinary RLHF, 2 of 2 with Smaller reward (control).');
    expect(textOf(['frozen'], lanes)).toBe('1 of 2 seeds end below their start.');
    expect(textOf(['r2m'], [lane('r2m', 3, DOWN)])).toBe('Seed 3 ends below its start.');
  });

  it('tells ties, one seed, and none', () => {
    expect(textOf(['frozen', 'r2m'], [lane('frozen', 8, TIED), lane('frozen', 9, UP), lane('r2m', 8, UP), lane('r2m', 9, UP)]))
      .toBe('0 of 2 seeds end below their start without R2M (1 exactly at it), 0 of 2 with it.');
    expect(textOf(['frozen', 'r2m'], [lane('frozen', 8, DOWN), lane('r2m', 8, UP)])).toBe('Seed 8 ends below its start without R2M, above its start with it.');
    expect(textOf(['frozen'], [lane('frozen', 8, [])])).toBeNull();
    expect(textOf(['frozen'], [])).toBeNull();
  });

  it('does not call the start an end, nor count a seed whose other method has none yet', () => {
    const lanes = [lane('frozen', 8, [2, 1]), lane('r2m', 8, [2]), lane('frozen', 9, [2, 1]), lane('r2m', 9, [])];
    const lines = seedLines(['frozen', 'r2m'], summarise(lanes).arms);
    expect(lines.map(({ ends }) => ends.map(({ arm }) => arm))).toEqual([['frozen'], ['frozen']]);
    expect(countFates(['frozen', 'r2m'], lines)).toEqual([{ arm: 'frozen', below: 2, at: 0, count: 2 }, { arm: 'r2m', below: 0, at: 0, count: 0 }]);
    expect(fateText(['frozen', 'r2m'], lines, false)).toBe('So far: 2 of 2 seeds are below their start without R2M.');
  });

  it('are at most as many as a run can have', () => {
    expect([1, 2, 58, 60, 64, 70].map(moreSeeds)).toEqual([6, 6, 6, 4, 0, 0]);
  });
});
