/** The statistics of two methods' differences, in full: what each row says, and why. */
import type { PairedStatistics } from '../../experiment/result.ts';
import { probability } from '../../results/numbers.ts';
import { RESAMPLES } from '../../rlhf/bootstrap.ts';
import { counted, fixed, grouped, signed } from '../format.ts';
import { differenceCell, type Cell } from './figures.ts';

export interface StatisticRow {
  readonly title: string;
  readonly hint: string;
  readonly cell: (statistics: PairedStatistics) => Cell;
}

export const STATISTIC_ROWS: readonly StatisticRow[] = [
  { title: 'Mean', hint: 'With half its 95 % interval (Student’s t over seeds).', cell: differenceCell },
  { title: 'Median', hint: 'Half of the seeds differ by more: one seed that stands out does not move it.', cell: ({ median }) => ({ text: signed(median) }) },
  {
    title: '95 % by bootstrap',
    hint: `Interval of the mean that assumes no shape: BCa, from ${grouped(RESAMPLES)} resamples of the seeds, always the same.`,
    cell: ({ bootstrap95 }) => (bootstrap95 ? { text: signed(bootstrap95[0]), aside: `to ${signed(bootstrap95[1])}` } : { text: '–' }),
  },
  {
    title: 'Ahead in', hint: 'Seeds in which the first method is better.',
    cell: ({ wins, ties, n }) => ({ text: `${wins}/${n}`, ...(ties > 0 ? { aside: counted(ties, 'tie') } : {}) }),
  },
  {
    title: 'p, sign test', hint: 'Were both methods alike, how often so uneven a count of seeds would come by chance. Exact, two-sided, ties left out.',
    cell: ({ signP }) => ({ text: probability(signP) }),
  },
  {
    title: 'p, Wilcoxon', hint: 'The same for how far the seeds differ, by rank (signed-rank test). Exact, two-sided, ties left out.',
    cell: ({ wilcoxonP }) => ({ text: probability(wilcoxonP) }),
  },
  {
    title: 'p, Holm', hint: 'Wilcoxon’s p, corrected for the number of methods that are compared with the first: with many, one looks better by chance.',
    cell: ({ holmP }) => ({ text: probability(holmP) }),
  },
  {
    title: 'Could have shown', hint: 'The smallest true difference that so many seeds, which differ as much as these, show at 5 % in 80 % of runs. A smaller one can be there and not show.',
    cell: ({ detectable }) => ({ text: fixed(detectable ?? NaN) }),
  },
];
