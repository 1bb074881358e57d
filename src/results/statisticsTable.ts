/** Differences paired by seed in full: one row for each quantity of each pair of methods. */
import type { PairedResult, PairedStatistics } from '../experiment/result.ts';
import { RESAMPLES } from '../rlhf/bootstrap.ts';
import { FEWEST_FOR_INTERVAL } from '../rlhf/statistics.ts';
import { decimal, interval, probability, range, winsOf } from './numbers.ts';
import { comparisonsOf } from './quantities.ts';
import type { Table } from './table.ts';

const HEADER = ['paired by seed, in full', 'mean', 'median', '95 % by bootstrap', 'better in', 'p, sign test', 'p, Wilcoxon', 'p, Holm', 'could have shown'] as const;

/** Null where no comparison has seeds enough. `nameOf`: a pair in words. */
export function statisticsTable(paired: readonly PairedResult[], nameOf: (pair: PairedResult) => string): Table | null {
  const enough = comparisonsOf(paired).filter(({ statistics }) => statistics.n >= FEWEST_FOR_INTERVAL);
  if (enough.length === 0) return null;
  return { header: HEADER, rows: enough.map(({ pair, title, statistics }) => [`${nameOf(pair)}: ${title}`, ...cells(statistics)]) };
}

function cells(statistics: PairedStatistics): string[] {
  const { median, n, bootstrap95, signP, wilcoxonP, holmP, detectable } = statistics;
  return [
    interval(statistics, n, true), decimal(median, true), range(bootstrap95), winsOf(statistics),
    probability(signP), probability(wilcoxonP), probability(holmP), decimal(detectable ?? NaN),
  ];
}

/** What the columns mean; none where there is no table. */
export function statisticsNotes(table: Table | null): string[] {
  if (table === null) return [];
  return [
    `95 % by bootstrap: interval of the mean, bias-corrected and accelerated (BCa), from ${RESAMPLES} resamples of the seeds that are always the same.`,
    'p: two-sided and exact, ties left out: the sign test counts seeds, Wilcoxon’s signed-rank test also weighs how far they differ; '
      + 'Holm: Wilcoxon’s p corrected for the number of methods that are compared with the first.',
    'Could have shown: the smallest true difference that so many seeds, which differ as much as these, show at 5 % in 80 % of runs.',
  ];
}
