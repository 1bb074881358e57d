/** What to look at in each small chart, from the run's own settings and numbers. */
import type { ArmName } from '../../config/names.ts';
import { armTitle } from '../../settings/arms.ts';
import { rewardLearningRate } from '../../rlhf/schedules.ts';
import { spreadOf } from '../../rlhf/statistics.ts';
import { hasOmega } from '../../store/ownReward.ts';
import { compact, counted, fixed } from '../format.ts';
import type { Measured } from './charts.ts';

function names(arms: readonly ArmName[]): string {
  return arms.map((arm) => armTitle(arm)).join(' and ');
}

export function klLook(): string {
  return 'How far each policy has moved from where it started. A method that moves less loses less: compare gold at equal distance, too.';
}

export function lengthLook({ config: { lengthLimit, lengthPenalty } }: Measured): string {
  const price = lengthPenalty > 0 ? `each word past it costs ${compact(lengthPenalty)}` : 'words past it cost nothing in this run';
  return `${counted(lengthLimit, 'word')} are free; ${price}.`;
}

export function styleLook({ config: { styleLimit, stylePenalty } }: Measured): string {
  if (stylePenalty === 0) return 'The first two pay; more cost nothing in this run.';
  return `The first two pay; each past ${styleLimit} costs ${compact(stylePenalty)}. A climb past that is the plainest sign of hacking.`;
}

export function entropyLook(): string {
  return 'A collapse towards zero means that the policy says the same thing every time.';
}

export function ownRewardLook({ config: { arms } }: Measured): string {
  const fixedJudges = arms.filter((arm) => arm !== 'r2m');
  const one = fixedJudges.length > 0 ? `Of ${names(fixedJudges)} both lines are one. ` : '';
  const feedback = arms.includes('r2m') ? 'Where R2M’s lines part, it is by feedback: the factor ω, which makes its reward smaller, is divided out.' : '';
  return one + feedback;
}

/** Shares before training and now, for each method of which they are known. */
function beforeAndAfter({ arms }: Measured): string {
  const known = arms.flatMap(({ name, seeds }) => {
    const mean = (when: 'before' | 'after') => seeds.reduce((sum, { rewardAccuracy }) => sum + (rewardAccuracy[when] ?? NaN), 0) / seeds.length;
    const [before, after] = [mean('before'), mean('after')];
    return Number.isFinite(before) && Number.isFinite(after) ? [`${armTitle(name)} ${fixed(100 * before, 0)} → ${fixed(100 * after, 0)} %`] : [];
  });
  return known.length === 0 ? '' : ` Before and now: ${known.join(', ')}.`;
}

export function heldOutLook(run: Measured): string {
  return `Whether the judge stays right about the starting policy’s text.${beforeAndAfter(run)}`;
}

export function ownTextLook({ config: { evaluationSamples } }: Measured): string {
  if (evaluationSamples < 2) return 'One sample per prompt makes no pair to be right about.';
  return 'Below the line the judge ranks the policy’s present answers worse than a coin would.';
}

/** R2M trains at these steps only, by its schedule. */
export function trainedUntil(config: Measured['config']): string {
  if (config.rewardLearningRate === 0) return 'R2M’s judge is not trained: its learning rate is 0.';
  const last = Array.from({ length: config.steps }, (_, t) => t).findLast((t) => rewardLearningRate(config, t) > 0) ?? 0;
  if (last + 1 >= config.steps) return 'R2M’s judge is trained at every step.';
  return `R2M’s judge is trained up to step ${last + 1} of ${config.steps}, then stays as it is.`;
}

export function omegaLook({ config }: Measured): string {
  const owners = config.arms.filter(hasOmega);
  if (owners.length === 0) return 'No method of this run has it.';
  const falls = `It falls from 1 to ${compact(config.omegaMin)} (Ω)`;
  if (!config.arms.includes('r2m')) return `${falls}.`;
  return `${falls}; the rest is the weight of the policy’s states. ${trainedUntil(config)}`;
}

/** Fifths of a run that are compared. */
const SHARE = 5;

/** Mean of the first and of the last fifth; null where there are fewer values than that. */
export function firstAndLast(values: readonly (number | null)[]): readonly [first: number, last: number] | null {
  const known = values.filter((value) => value !== null);
  const count = Math.floor(known.length / SHARE);
  if (count === 0) return null;
  return [spreadOf(known.slice(0, count)).mean, spreadOf(known.slice(-count)).mean];
}

/** Less than this is neither a rise nor a fall. */
const LEVEL = 0.005;

export function rewardEntropyLook({ config: { groupSize, arms }, growth, status }: Measured): string {
  const most = `At most ln ${groupSize} = ${fixed(Math.log(groupSize))}, where all rewards of a group are equal; R2M’s loss has a term that pulls it down.`;
  if (!arms.includes('r2m')) return 'No method of this run has it.';
  const ends = firstAndLast(growth.find(({ arm }) => arm === 'r2m')?.training.groupRewardEntropy ?? []);
  if (!ends || status !== 'finished') return most;
  const [first, last] = ends;
  const verb = Math.abs(last - first) < LEVEL ? 'stayed level' : last > first ? 'rose all the same' : 'fell';
  return `${most} In this run it ${verb}: ${fixed(first)} in the first fifth, ${fixed(last)} in the last.`;
}

export function clipLook(): string {
  return 'Near zero: steps are small. Over a third: the policy outruns its batch.';
}

export function normLook({ config: { gradientNorm } }: Measured): string {
  return `Spikes are batches that pull hard; Adam is given the gradient scaled down to ${compact(gradientNorm)} at most.`;
}
