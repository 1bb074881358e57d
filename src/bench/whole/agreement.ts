/**
 * Whether whole runs of two engines tell the same story. Engines draw the same words at equal weights, but round differently,
 * so that runs part after a hundred steps or so: what must agree is not digits but figures, within the spread over seeds.
 */
import type { RunResult } from '../../experiment/result.ts';
import { pairedSpreadOf } from '../../rlhf/statistics.ts';
import { FIGURES, type Agreement, type Entrant } from './result.ts';

/** Every figure of every arm of `own` against those of `first`: runs of one configuration. */
export function agreementsOf(entrant: Entrant, first: RunResult, own: RunResult): Agreement[] {
  return own.arms.flatMap(({ name, seeds }, index) => FIGURES.map((figure): Agreement => {
    const others = first.arms[index].seeds;
    const { mean, ci95 } = pairedSpreadOf(seeds.map((seed, lane) => seed[figure] - others[lane][figure]));
    const meanOf = (values: readonly { readonly [key in typeof figure]: number }[]) => values.reduce((sum, value) => sum + value[figure], 0) / values.length;
    return {
      ...entrant, arm: name, figure, first: meanOf(others), own: meanOf(seeds), difference: mean, ci95,
      agrees: Math.abs(mean) <= (ci95 ?? 0),
    };
  }));
}
