import { describe, expect, it } from 'vitest';
import type { EvaluationMetrics } from '../experiment/metrics.ts';
import { emptySeries, type LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import { GOLD_PARTS, goldStory, goldStoryText, hookCurve, partRows, partsExtent } from './goldParts.ts';
import { grow, newGrowth } from './growth.ts';

type Row = Partial<Record<keyof EvaluationMetrics, number>>;

/** A lane whose gold is the sum of the parts given; evaluations are ten steps apart. */
function lane(seed: number, rows: readonly Row[]): LaneSeries {
  const series = emptySeries('frozen', seed);
  const columns = Object.entries(series.evaluations) as [keyof EvaluationMetrics, number[]][];
  rows.forEach((row, index) => {
    const gold = GOLD_PARTS.reduce((sum, { column }) => sum + (row[column] ?? 0), 0);
    for (const [key, column] of columns) column.push(key === 'step' ? 10 * index : key === 'gold' ? gold : row[key] ?? 0);
  });
  return series;
}

const repeat = (count: number, row: Row) => Array.from({ length: count }, () => row);
/** From one level to another, each long enough for a mean of three. */
const levels = (...rows: Row[]) => rows.flatMap((row, index) => repeat(index === 0 ? 1 : 9, row));
const storyOf = (...lanes: readonly LaneSeries[]) => goldStory(summarise(lanes).arms[0]);
const text = (lanes: readonly LaneSeries[], over = true) => goldStoryText(storyOf(...lanes), over);

const START = { goldContent: 2 };
const TOP = { goldContent: 2, goldStyle: 1, goldFlow: 0.5 };
const HACKED = { goldContent: 1.6, goldStyle: 0.2, goldFlow: 0.3, goldOffTopic: -0.1, goldLength: -0.06, goldRepeats: -0.02 };

describe('the story of gold', () => {
  it('tells what was lost after the peak, the greatest share first, and what is left of it', () => {
    expect(text([lane(8, levels(START, TOP, HACKED))])).toBe('Of 1.58 lost after the peak: style 0.80, on-topic words 0.40, flow 0.20, the rest 0.18.');
    expect(text([lane(8, levels(START, TOP, HACKED))], false)).toMatch(/^So far: of 1\.58 lost/);
  });

  it('adds up, also where a part went the other way', () => {
    const story = storyOf(lane(8, levels(START, TOP, { ...TOP, goldStyle: -0.2, goldContent: 2.3 })));
    expect(story).toMatchObject({ kind: 'lost' });
    if (story.kind !== 'lost') return;
    expect(story.parts.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(story.amount, 10);
    expect(goldStoryText(story, true)).toBe('Of 0.90 lost after the peak: style 1.20, less 0.30 gained by the rest.');
  });

  it('is of the means over seeds, each from its own peak, as the table’s figures are', () => {
    const arms = summarise([lane(8, levels(START, TOP, HACKED)), lane(9, levels(START, START, TOP))]).arms;
    const story = goldStory(arms[0]);
    expect(story.kind === 'lost' && story.amount).toBeCloseTo(arms[0].summary.peakGold.mean - arms[0].summary.finalGold.mean, 10);
  });

  it('tells gains where nothing was lost, and that nothing happened', () => {
    expect(text([lane(8, levels(START, TOP))])).toBe('Nothing lost after the peak. Of 1.50 gained since the start: style 1.00, flow 0.50.');
    expect(text([lane(8, levels(START, START))])).toBe('Nothing to speak of was gained or lost.');
  });

  it('does not tell what a few evaluations cannot', () => {
    expect(text([lane(8, [START, HACKED])])).toBe('Too few evaluations for a peak and an end: 1 after the start.');
    expect(goldStoryText(storyOf(lane(8, [START])), false)).toBe('It is told with the first evaluations after the start.');
    expect(goldStoryText(goldStory(undefined), true)).toBe('There is no evaluation after the start.');
  });

  it('says so where the parts were not kept', () => {
    const bare = lane(8, levels(START, TOP, HACKED));
    bare.evaluations.goldStyle.fill(null as never);
    expect(text([bare])).toBe('This run has not kept the parts of gold.');
    const growth = newGrowth(['frozen']);
    grow(growth, [bare]);
    expect(partRows(growth[0])).toEqual([]);
  });
});

describe('what is drawn of it', () => {
  const growth = newGrowth(['frozen']);
  grow(growth, [lane(8, levels(START, TOP, HACKED))]);

  it('is smoothed as the figures are, and adds up to gold', () => {
    const rows = partRows(growth[0]);
    expect(rows).toHaveLength(19);
    for (const { gold, parts } of rows) expect(Object.values<number>(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(gold, 10);
    expect(rows[0].gold).toBe(2);
    expect(rows[9].parts.style).toBeCloseTo((1 + 1 + 0.2) / 3, 10);
    const [low, high] = partsExtent([{ rows }]);
    expect(low).toBeCloseTo(-0.18, 10);
    expect(high).toBeCloseTo(3.5, 10);
    expect(partsExtent([])).toEqual([0, 1]);
  });

  it('keeps the ends of a long run', () => {
    const long = newGrowth(['frozen']);
    grow(long, [lane(8, repeat(2001, START))]);
    for (const drawn of [partRows(long[0]), hookCurve(long[0]).points]) {
      expect(drawn.length).toBeLessThanOrEqual(202);
      expect([drawn[0].step, drawn.at(-1)?.step]).toEqual([0, 20_000]);
    }
  });

  it('has an end that is the end', () => {
    const { points } = hookCurve(growth[0]);
    expect(points.at(-1)?.gold).toBeCloseTo(1.92, 10);
    expect(points.map(({ step }) => step)).toEqual(growth[0].evaluations.step);
    expect(hookCurve(newGrowth(['r2m'])[0]).points).toEqual([]);
  });
});
