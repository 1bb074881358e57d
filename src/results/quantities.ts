/** The quantities of which two methods' differences are reported, in the tables' order. */
import type { PairedResult, PairedStatistics, Quantity } from '../experiment/result.ts';

export const QUANTITIES = [
  { key: 'peakGold', title: 'peak gold' },
  { key: 'finalGold', title: 'end gold' },
  { key: 'goldAtEqualKl', title: 'gold at equal KL' },
  { key: 'goldAtEqualKlEnd', title: 'gold at the greatest shared KL' },
  { key: 'areaUnderGold', title: 'area under gold' },
] as const satisfies readonly { readonly key: Quantity; readonly title: string }[];

export interface Comparison {
  readonly pair: PairedResult;
  readonly title: string;
  readonly statistics: PairedStatistics;
}

/** Every quantity of every pair that has it. */
export function comparisonsOf(paired: readonly PairedResult[]): Comparison[] {
  return paired.flatMap((pair) => QUANTITIES.flatMap(({ key, title }) => {
    const statistics = pair[key];
    return statistics === null ? [] : [{ pair, title, statistics }];
  }));
}
