/** What "How to read this" says of the run shown, computed from it. */
import type { Config } from '../config/fields.ts';
import type { PairedResult, RunResult } from '../experiment/result.ts';
import { FEWEST_FOR_INTERVAL } from '../rlhf/statistics.ts';
import { rewardLearningRate } from '../rlhf/schedules.ts';
import type { Shown } from '../store/shown.ts';
import { fixed, signed } from './format.ts';

/** When R2M trains its judge, by the schedule of the run shown: "in the first half of the run". */
export function whenTrained(config: Pick<Config, 'rewardLearningRate' | 'rewardLearningRateSchedule' | 'steps'>): string {
  if (config.rewardLearningRate === 0) return 'never in this run (its learning rate is 0)';
  const last = rewardLearningRate(config, config.steps - 1);
  return last > 0 ? 'at every step' : 'at every step in the first half of the run';
}

function r2mAtEnd(paired: readonly PairedResult[]): PairedResult | undefined {
  return paired.find(({ arm, versus }) => arm === 'r2m' && versus === 'frozen');
}

/** "+0.36 ± 0.77 over 12 seeds": null where there is no interval of R2M against ordinary RLHF. */
function differenceText(paired: readonly PairedResult[]): { readonly text: string; readonly clear: boolean; readonly better: boolean } | null {
  const spread = r2mAtEnd(paired)?.finalGold;
  if (!spread || spread.ci95 === null || spread.n < FEWEST_FOR_INTERVAL) return null;
  return {
    text: `${signed(spread.mean)} ± ${fixed(spread.ci95)} gold at the end over ${spread.n} seeds`,
    clear: Math.abs(spread.mean) > spread.ci95, better: spread.mean > 0,
  };
}

const BY_CHANCE = 'the interval holds zero, so that it could be chance';

/** Whether R2M helped, in the run shown where its seeds are enough, else in the recorded run of the default settings. */
export function effectText(shown: Shown | null, recorded: RunResult | null): string {
  const own = shown && shown.status === 'finished' ? differenceText(shown.paired) : null;
  const found = own ?? (recorded && differenceText(recorded.paired));
  if (!found) return 'Whether R2M helps is decided over many seeds, by an interval: a few seeds cannot tell.';
  const place = own ? 'In this run' : 'In the recorded run of the default settings';
  const verdict = found.clear ? (found.better ? 'more than chance' : 'worse by more than chance') : BY_CHANCE;
  return `${place} R2M against ordinary RLHF makes ${found.text}: ${verdict}.`;
}
