import { describe, expect, it } from 'vitest';
import type { Sample } from '../experiment/events.ts';
import { emptySeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import type { LanePages, SamplePage } from './record.ts';
import { byOverrating, momentsOf, nearestPage, typicalChoices } from './typical.ts';

const parts = { content: 0, flow: 0, style: 0, length: 0, repeats: 0, offTopic: 0, ending: 0 };
const sample = (gold: number, proxy = 0): Sample => ({ prompt: [], response: [], gold, parts, proxy, ownProxy: proxy });
const page = (step: number, golds: readonly number[]): SamplePage => ({ step, samples: golds.map((gold) => sample(gold)) });

/** A lane's evaluations and its answers at each of them. */
function lane(seed: number, mean: readonly number[], answers: readonly (readonly number[])[]) {
  const series = emptySeries('frozen', seed);
  mean.forEach((gold, index) => {
    for (const [key, column] of Object.entries(series.evaluations) as [string, number[]][]) column.push(key === 'step' ? 10 * index : key === 'gold' ? gold : 0);
  });
  const pages: LanePages = { arm: 'frozen', seed, pages: answers.map((golds, index) => page(10 * index, golds)) };
  return { series, pages };
}

describe('the moments of a run', () => {
  const pages = [0, 10, 20, 30].map((step) => page(step, [step]));
  const titles = (peak: number | undefined, over = true, of = pages) => momentsOf({ arm: 'frozen', seed: 8, pages: of }, peak, over).map(({ title, page: { step } }) => `${title} ${step}`);

  it('are start, peak and end, each page once', () => {
    expect(titles(20)).toEqual(['Start 0', 'Peak 20', 'End 30']);
    expect(titles(30)).toEqual(['Start 0', 'End, and peak 30']);
    expect(titles(0)).toEqual(['Start 0', 'End 30']);
    expect(titles(14)).toEqual(['Start 0', 'Peak 10', 'End 30']);
    expect(titles(20, false)).toEqual(['Start 0', 'Best so far 20', 'Newest 30']);
  });

  it('are fewer where there are fewer pages', () => {
    expect(titles(undefined, true, pages.slice(0, 1))).toEqual(['Start 0']);
    expect(titles(undefined, true, [])).toEqual([]);
    expect(nearestPage([], 3)).toBeUndefined();
  });
});

describe('the typical answer', () => {
  it('is the one nearest to the mean at start, peak and end', () => {
    const { series, pages } = lane(8, [2, 3, 1], [[4, 2.1, 2], [3, 3, 0], [1, 1.2, 1]]);
    expect(typicalChoices([pages], summarise([series]).arms, true)).toEqual([{ seed: 8, prompt: 1 }]);
  });

  it('is chosen among the seeds that have answers, against the mean of all', () => {
    const [a, b] = [lane(8, [2, 2, 2, 2, 2], [[2], [2], [2], [2], [2]]), lane(9, [2, 0, 0, 0, 0], [[2], [1], [1], [1], [1]])];
    const { arms } = summarise([a.series, b.series]);
    expect(typicalChoices([a.pages, b.pages], arms, true)).toEqual([{ seed: 9, prompt: 0 }, { seed: 8, prompt: 0 }]);
    expect(typicalChoices([a.pages], arms, true)).toEqual([{ seed: 8, prompt: 0 }]);
  });

  it('is none where there is no answer', () => {
    expect(typicalChoices([], [], true)).toEqual([]);
    const { series } = lane(8, [2], []);
    expect(typicalChoices([{ arm: 'frozen', seed: 8, pages: [] }], summarise([series]).arms, true)).toEqual([]);
  });
});

describe('overrating', () => {
  it('puts first where the proxy is high and gold is low', () => {
    const samples = [sample(1, 1), sample(-2, 2), sample(3, -1), sample(2, 2)];
    expect(byOverrating({ step: 0, samples })).toEqual([1, 3, 0, 2]);
  });

  it('keeps the order where nothing tells answers apart', () => {
    expect(byOverrating({ step: 0, samples: [sample(1, 1), sample(1, 1)] })).toEqual([0, 1]);
    expect(byOverrating({ step: 0, samples: [] })).toEqual([]);
  });
});
