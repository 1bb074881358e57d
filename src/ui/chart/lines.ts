/** The lines that the chart draws: smoothed as the figures in the table are, so that a line ends at what is called the end. */
import type { ArmName } from '../../config/names.ts';
import type { ArmResult } from '../../experiment/result.ts';
import { endWindow, smoothed, tooFew } from '../../rlhf/curves.ts';
import { spreadOf } from '../../rlhf/statistics.ts';
import type { ArmCurve, Band } from '../../store/curves.ts';

/** A place on the chart's horizontal axis, whichever it is. */
export interface Place {
  readonly step: number;
  readonly kl: number;
}

export interface LinePoint extends Place {
  readonly gold: Band;
  readonly proxy: Band;
  /** Gold of each seed, smoothed, in the order of the arm's seeds. */
  readonly seedGold: readonly number[];
}

export interface ArmLine {
  readonly arm: ArmName;
  readonly seeds: number;
  /** One for each evaluation. */
  readonly points: readonly LinePoint[];
  /** Where the seeds peak, as the table has it; null with too few evaluations to speak of one, or where it is the start. */
  readonly peak: (Place & { readonly gold: number }) | null;
  /** The evaluations that the end averages; null where they are too few. */
  readonly end: { readonly from: Place; readonly to: Place; readonly gold: number } | null;
}

/** A mean is NaN where no seed has a finite value: nothing is drawn there. */
function bandOf(values: readonly number[]): Band {
  const finite = values.filter((value) => Number.isFinite(value));
  if (finite.length === 0) return { mean: NaN, low: null, high: null };
  const { mean, ci95 } = spreadOf(finite);
  return ci95 === null ? { mean, low: null, high: null } : { mean, low: mean - ci95, high: mean + ci95 };
}

/** The place at a step that may lie between two evaluations. */
export function placeAt(points: readonly Place[], step: number): Place {
  const next = points.findIndex((point) => point.step >= step);
  if (next < 0) return points[points.length - 1];
  if (next === 0 || points[next].step === step) return points[next];
  const [before, after] = [points[next - 1], points[next]];
  const share = (step - before.step) / (after.step - before.step);
  return { step, kl: before.kl + share * (after.kl - before.kl) };
}

function pointsOf({ points }: ArmCurve, seeds: ArmResult['seeds']): LinePoint[] {
  // A seed can be an evaluation ahead of the others.
  const common = (values: readonly number[]) => smoothed(values.slice(0, points.length));
  const gold = seeds.map(({ series }) => common(series.gold));
  const proxy = seeds.map(({ series }) => common(series.proxy));
  const kl = smoothed(points.map((point) => point.kl));
  return points.map(({ step }, row) => {
    const seedGold = gold.map((values) => values[row]);
    return { step, kl: kl[row], gold: bandOf(seedGold), proxy: bandOf(proxy.map((values) => values[row])), seedGold };
  });
}

function lineOf(curve: ArmCurve, seeds: ArmResult['seeds']): ArmLine {
  const { arm } = curve;
  const points = pointsOf(curve, seeds);
  const line = { arm, seeds: curve.seeds, points, peak: null, end: null };
  if (points.length === 0 || tooFew(points.map(({ step }) => step))) return line;
  const [from, to] = endWindow(points.length);
  const known = seeds.filter(({ peakGold }) => Number.isFinite(peakGold));
  const peakStep = known.length === 0 ? 0 : spreadOf(known.map((seed) => seed.peakStep)).median;
  return {
    ...line,
    peak: peakStep > 0 ? { ...placeAt(points, peakStep), gold: spreadOf(known.map((seed) => seed.peakGold)).mean } : null,
    end: { from: points[from], to: points[to], gold: points[to].gold.mean },
  };
}

/** One for each curve, in their order; without points where the arm has not been evaluated. */
export function linesOf(curves: readonly ArmCurve[], arms: readonly ArmResult[]): ArmLine[] {
  return curves.map((curve) => lineOf(curve, arms.find(({ name }) => name === curve.arm)?.seeds ?? []));
}
