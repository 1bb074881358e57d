/** The figures behind the fold. */
import type { Config } from '../../config/fields.ts';
import { labelsPerSeed } from '../../results/labels.ts';
import { spreadOf } from '../../rlhf/statistics.ts';
import { fixed, grouped, percent } from '../format.ts';
import { accuracyCell, ownTextCell, spreadCell } from './figures.ts';
import type { FigureRow } from './FigureTable.tsx';

export function moreRows(config: Config, over: boolean): readonly FigureRow[] {
  return [
    {
      title: 'Start', hint: 'Gold of the starting policy. Methods of a seed share it.',
      cell: ({ summary, seeds }) => spreadCell(summary.startGold, seeds.length),
    },
    {
      title: 'Step of the peak', hint: 'The median over seeds.',
      cell: ({ seeds }) => ({ text: fixed(spreadOf(seeds.map(({ peakStep }) => peakStep)).median, 0) }),
    },
    {
      title: `Distance (KL) ${over ? 'at the end' : 'now'}`,
      hint: 'How far the policy has moved from the one that it started as, in nats, over the same evaluations as the end.',
      cell: ({ summary, seeds }) => spreadCell(summary.finalKl, seeds.length, 1),
    },
    {
      title: 'Area under gold', hint: 'Over the steps, divided by them: gold’s mean over the run. It counts how long gold was high, not only where it ends.',
      cell: ({ summary, seeds }) => spreadCell(summary.areaUnderGold, seeds.length),
    },
    {
      title: over ? 'End below their start' : 'Below their start now', hint: 'Seeds whose gold is lower at the end than at the start.',
      cell: ({ endBelowStart }) => (endBelowStart.share === null
        ? { text: '–' }
        : { text: percent(endBelowStart.share), aside: `${endBelowStart.seeds} of ${endBelowStart.of}` }),
    },
    {
      title: 'Right about sober text',
      hint: 'Accuracy: of pairs of the starting policy’s answers that were held out, the share that the method’s judge orders as gold does, before training and now. 50 % is chance.',
      cell: accuracyCell,
    },
    {
      title: 'Right about its own text',
      hint: 'The same share for pairs of the policy’s present answers to one prompt. 50 % is chance; under it the judge prefers what gold does not.',
      cell: (arm) => ownTextCell(arm, config),
    },
    {
      title: 'Labels per seed',
      hint: 'Pairs of answers that gold compared, for each seed: those of the start, which its methods share, and those that the method bought on the way for itself. What charts look at does not count.',
      cell: ({ seeds }) => {
        const labels = labelsPerSeed(seeds, config.labels);
        const [least, most] = [Math.min(...labels), Math.max(...labels)];
        return { text: least === most ? grouped(most) : `${grouped(least)}–${grouped(most)}` };
      },
    },
  ];
}
