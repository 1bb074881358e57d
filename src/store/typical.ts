/** Which of the answers to show first: the typical ones, and those on which proxy and gold part. */
import type { ArmResult } from '../experiment/result.ts';
import { smoothed } from '../rlhf/curves.ts';
import type { LanePages, SamplePage } from './record.ts';

export interface Moment {
  readonly title: string;
  readonly page: SamplePage;
}

/** The page of the step nearest to `step`; of two that are as near, the earlier. */
export function nearestPage(pages: readonly SamplePage[], step: number): SamplePage | undefined {
  return pages.reduce<SamplePage | undefined>(
    (best, page) => (best === undefined || Math.abs(page.step - step) < Math.abs(best.step - step) ? page : best), undefined,
  );
}

/** Start, peak and end of one lane, each page once: a run that has hardly begun has fewer. `over`: the run is finished. */
export function momentsOf({ pages }: LanePages, peakStep: number | undefined, over: boolean): Moment[] {
  const [start, ...later] = pages;
  if (!start) return [];
  const end = later.at(-1);
  const peak = peakStep === undefined ? undefined : nearestPage(pages, peakStep);
  return [
    { title: 'Start', page: start },
    ...(peak && peak !== start && peak !== end ? [{ title: over ? 'Peak' : 'Best so far', page: peak }] : []),
    ...(end ? [{ title: `${over ? 'End' : 'Newest'}${peak === end ? ', and peak' : ''}`, page: end }] : []),
  ];
}

/** Mean gold over seeds at a step, smoothed; undefined where the arm was not evaluated there. */
function meanGold({ seeds }: ArmResult): (step: number) => number | undefined {
  const curves = seeds.map(({ series }) => ({ steps: series.step, gold: smoothed(series.gold) }));
  return (step) => {
    const values = curves.map(({ steps, gold }) => gold[steps.indexOf(step)]).filter((value) => Number.isFinite(value));
    return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
}

export interface Choice {
  readonly seed: number;
  readonly prompt: number;
}

/**
 * For each seed that has answers the prompt whose gold at start, peak and end is nearest to the mean over all prompts and
 * seeds at those steps, all methods together; the seed first whose prompt is nearest.
 */
export function typicalChoices(lanes: readonly LanePages[], arms: readonly ArmResult[], over: boolean): Choice[] {
  const means = new Map(arms.map((arm) => [arm.name, meanGold(arm)]));
  const seeds = [...new Set(lanes.map(({ seed }) => seed))];
  return seeds.flatMap((seed) => {
    const moments = lanes.filter((lane) => lane.seed === seed).flatMap((lane) => {
      const peakStep = arms.find(({ name }) => name === lane.arm)?.seeds.find((result) => result.seed === seed)?.peakStep;
      return momentsOf(lane, peakStep, over).flatMap(({ page }) => {
        const mean = means.get(lane.arm)?.(page.step);
        return mean === undefined ? [] : [{ samples: page.samples, mean }];
      });
    });
    const count = moments.length === 0 ? 0 : Math.min(...moments.map(({ samples }) => samples.length));
    const distances = Array.from({ length: count }, (_, prompt) => moments.reduce((sum, { samples, mean }) => sum + (samples[prompt].gold - mean) ** 2, 0) / moments.length);
    const distance = Math.min(...distances);
    return count === 0 ? [] : [{ seed, prompt: distances.indexOf(distance), distance }];
  }).sort((a, b) => a.distance - b.distance).map(({ seed, prompt }) => ({ seed, prompt }));
}

function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
}

/** Prompts of a page by how far the proxy stands above gold, each in its own deviations over prompts: the most overrated first. */
export function byOverrating({ samples }: SamplePage): number[] {
  const proxy = standardised(samples.map((sample) => sample.proxy));
  const gold = standardised(samples.map((sample) => sample.gold));
  const excess = samples.map((_, prompt) => proxy[prompt] - gold[prompt]);
  return samples.map((_, prompt) => prompt).sort((a, b) => excess[b] - excess[a] || a - b);
}
