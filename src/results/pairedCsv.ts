/** Differences paired by seed as CSV: one row for each quantity of each pair of methods, under the names that JSON has. */
import type { PairedStatistics } from '../experiment/result.ts';
import { csvHeader, csvName, csvNumber } from './csvHeader.ts';
import type { ExportedResult } from './provenance.ts';
import { QUANTITIES } from './quantities.ts';

const COLUMNS = ['mean', 'median', 'ci95', 'wins', 'ties', 'n', 'signP', 'wilcoxonP', 'holmP', 'detectable'] as const satisfies readonly (keyof PairedStatistics)[];

/** Lines end in a newline; numbers are written in full precision. */
export function pairedCsv(result: ExportedResult): string {
  const rows = result.paired.flatMap((pair) => QUANTITIES.flatMap(({ key }) => {
    const statistics = pair[key];
    if (statistics === null) return [];
    const [low, high] = statistics.bootstrap95 ?? [];
    return [[csvName(pair.arm), csvName(pair.versus), key, ...COLUMNS.map((column) => csvNumber(statistics[column])), csvNumber(low), csvNumber(high)].join(',')];
  }));
  return `${[...csvHeader(result), ['arm', 'versus', 'quantity', ...COLUMNS, 'bootstrap95Low', 'bootstrap95High'].join(','), ...rows].join('\n')}\n`;
}
