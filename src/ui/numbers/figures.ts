/** What the numbers say, in words: names of figures, counts, and what they cannot say. */
import type { Config } from '../../config/fields.ts';
import type { ArmResult, PairedSpread, Spread } from '../../experiment/result.ts';
import { FEWEST_FOR_INTERVAL, spreadOf } from '../../rlhf/statistics.ts';
import { boughtOnTheWay } from '../../results/labels.ts';
import { prompts } from '../../world/prompts.ts';
import { armLabel } from '../arms.ts';
import { counted, fixed, grouped, percent, signed } from '../format.ts';

export interface Cell {
  readonly text: string;
  readonly aside?: string;
  /** Why there is no number. */
  readonly reason?: string;
}

/** The half width of the interval, where the seeds are enough for one. */
function plusMinus({ ci95 }: Spread, seeds: number, digits: number): { aside?: string } {
  return ci95 === null || !Number.isFinite(ci95) || seeds < FEWEST_FOR_INTERVAL ? {} : { aside: `± ${fixed(ci95, digits)}` };
}

export function spreadCell(spread: Spread, seeds: number, digits = 2): Cell {
  return { text: fixed(spread.mean, digits), ...plusMinus(spread, seeds, digits) };
}

/** "End (steps 140 to 160)": what the end is the mean of, over all seeds shown. */
export function endName(arms: readonly ArmResult[], over: boolean): string {
  const spans = arms.flatMap(({ seeds }) => seeds.filter(({ evaluations }) => evaluations > 0).map(({ finalSpan }) => finalSpan));
  const name = over ? 'End' : 'Now';
  if (spans.length === 0) return name;
  const first = Math.min(...spans.map(([from]) => from));
  const last = Math.max(...spans.map(([, to]) => to));
  return first === last ? `${name} (step ${last})` : `${name} (steps ${first} to ${last})`;
}

/** "Peak (mean of 3 evaluations)". */
export function peakName(arms: readonly ArmResult[], over: boolean): string {
  const evaluations = Math.min(Infinity, ...arms.flatMap(({ seeds }) => seeds.map((seed) => seed.evaluations)));
  return `${over ? 'Peak' : 'Peak so far'}${evaluations >= 3 && evaluations < Infinity ? ' (mean of 3 evaluations)' : ''}`;
}

/** Null where the evaluations are enough. */
export function fewText(arms: readonly ArmResult[]): string | null {
  const seeds = arms.flatMap((arm) => arm.seeds);
  if (!seeds.some(({ few }) => few)) return null;
  const evaluations = Math.min(...seeds.map((seed) => seed.evaluations));
  if (evaluations === 0) return 'Only the start has been evaluated: there is no peak and no end yet.';
  return evaluations < 3
    ? `Too few evaluations for a peak and an end: ${evaluations} after the start.`
    : `Too few evaluations for a peak and an end: the last three lie over a quarter of the run apart.`;
}

/** What a mean over these seeds is worth. */
export function seedsText(count: number): string {
  if (count === 1) return 'One seed says little: runs differ a lot from seed to seed.';
  if (count < FEWEST_FOR_INTERVAL) return `Means over ${count} seeds: too few for an interval.`;
  return `Means over ${count} seeds; ± is the half width of the 95 % interval (Student’s t).`;
}

/** "8 of 12", "0 of 2, 2 ties". */
export function winsText({ wins, ties, n }: PairedSpread): string {
  return `${wins} of ${n}${ties > 0 ? `, ${counted(ties, 'tie')}` : ''}`;
}

export function differenceCell(spread: PairedSpread | null): Cell {
  return spread ? { text: signed(spread.mean), ...plusMinus(spread, spread.n, 2) } : { text: '–' };
}

/** Over the seeds that have the value; null where none has. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  return known.length === 0 ? null : spreadOf(known).mean;
}

export function accuracyCell({ seeds }: ArmResult): Cell {
  const [before, after] = (['before', 'after'] as const).map((when) => meanOf(seeds.map(({ rewardAccuracy }) => rewardAccuracy[when])));
  if (before === null || after === null) return { text: '–', reason: 'not kept with this run' };
  return { text: `${fixed(100 * before, 0)} → ${fixed(100 * after, 0)} %` };
}

export function ownTextCell({ seeds }: ArmResult, { evaluationSamples }: Config): Cell {
  const share = meanOf(seeds.map(({ rewardAccuracy }) => rewardAccuracy.onPolicy));
  if (share !== null) return { text: percent(share) };
  return { text: '–', reason: evaluationSamples < 2 ? 'one sample per prompt makes no pair' : 'no pair differs' };
}

/** What was asked of gold: what was bought for training, and what evaluation looked at. Null before the first evaluation. */
export function spentText(arms: readonly ArmResult[], { labels, evaluationSamples }: Pick<Config, 'labels' | 'evaluationSamples'>): string | null {
  const seeds = new Set(arms.flatMap((arm) => arm.seeds.map(({ seed }) => seed))).size;
  if (seeds === 0) return null;
  const each = seeds > 1 ? `: ${grouped(labels)} for each of ${counted(seeds, 'seed')}` : ` for ${counted(seeds, 'seed')}`;
  const shared = arms.length > 1 ? `, shared by ${arms.length} methods` : '';
  const bought = boughtOnTheWay(arms, labels).map(({ arm, total }) => `${armLabel(arm)} ${grouped(total)}`).join('; ');
  const besides = bought && ` Bought on the way besides, for itself alone: ${bought}.`;
  const evaluations = arms.flatMap((arm) => arm.seeds).reduce((sum, { series }) => sum + series.step.length, 0);
  return `${grouped(labels * seeds)} comparisons bought${each}${shared}.${besides} Evaluation looked at ${grouped(evaluations * prompts.length * evaluationSamples)} answers, for charts only.`;
}
