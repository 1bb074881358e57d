/** What to look at in each small chart, from the run's own settings and numbers. */
import type { ArmName } from '../../config/names.ts';
import { armTitle } from '../../settings/arms.ts';
import { spreadOf } from '../../rlhf/statistics.ts';
import { evaluationCurves } from '../../store/curves.ts';
import { hasOmega, ownRewardCurves } from '../../store/ownReward.ts';
import { compact, counted, fixed } from '../format.ts';
import type { Measured } from './charts.ts';

function names(arms: readonly ArmName[]): string {
  return arms.map((arm) => armTitle(arm)).join(' and of ');
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

/** Values that are as near count as the same. */
const SAME = 1e-3;

/** Methods whose own reward, apart from ω, has been the proxy at every evaluation so far. */
function judgedAlike(run: Measured): ArmName[] {
  const proxies = evaluationCurves(run.growth, 'proxy');
  return ownRewardCurves(run.growth, run).flatMap(({ arm, points }, index) => {
    const differences = points.flatMap(({ value }, row) => (value === null ? [] : [Math.abs(value - (proxies[index].points[row].value ?? NaN))]));
    return differences.length > 0 && differences.every((difference) => difference <= SAME) ? [arm] : [];
  });
}

export function ownRewardLook(run: Measured): string {
  const alike = judgedAlike(run);
  const one = alike.length > 0 ? `Of ${names(alike)} both lines are one. ` : '';
  const omega = run.config.arms.some(hasOmega) ? ' The factor ω, which makes a reward smaller, is divided out.' : '';
  return `${one}Where a method’s two lines part, its own judge says something else than the one fitted to the labels.${omega}`;
}

/** Methods of which numbers are told one by one. */
const MOST_TOLD = 3;

function listed(texts: readonly string[]): string {
  return `${texts.slice(0, MOST_TOLD).join('; ')}${texts.length > MOST_TOLD ? '; and so on' : ''}`;
}

/** Shares before training and now, for each method of which they are known. */
function beforeAndAfter({ arms }: Measured): string {
  const known = arms.flatMap(({ name, seeds }) => {
    const mean = (when: 'before' | 'after') => seeds.reduce((sum, { rewardAccuracy }) => sum + (rewardAccuracy[when] ?? NaN), 0) / seeds.length;
    const [before, after] = [mean('before'), mean('after')];
    return Number.isFinite(before) && Number.isFinite(after) ? [`${armTitle(name)} ${fixed(100 * before, 0)} → ${fixed(100 * after, 0)} %`] : [];
  });
  return known.length === 0 ? '' : ` Before and now: ${listed(known)}.`;
}

export function heldOutLook(run: Measured): string {
  return `Whether the judge stays right about the starting policy’s text.${beforeAndAfter(run)}`;
}

export function ownTextLook({ config: { evaluationSamples } }: Measured): string {
  if (evaluationSamples < 2) return 'One sample per prompt makes no pair to be right about.';
  return 'Below the line the judge ranks the policy’s present answers worse than a coin would.';
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

/** How a reported number went over a finished run, for the first few methods that have it; nothing where it was not kept. */
export function courseText({ growth, status }: Measured, column: string): string {
  if (status !== 'finished') return '';
  const courses = growth.flatMap(({ arm, training }) => {
    const ends = Object.hasOwn(training, column) ? firstAndLast(training[column]) : null;
    return ends ? [`${armTitle(arm)} ${fixed(ends[0])} → ${fixed(ends[1])}`] : [];
  });
  return courses.length === 0 ? '' : ` First fifth of the run → last: ${listed(courses)}.`;
}

export function clipLook(): string {
  return 'Near zero: steps are small. Over a third: the policy outruns its batch.';
}

export function normLook({ config: { gradientNorm } }: Measured): string {
  return `Spikes are batches that pull hard; Adam is given the gradient scaled down to ${compact(gradientNorm)} at most.`;
}
