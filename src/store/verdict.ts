/**
 * What a run shows, in findings: of each method what became of proxy and gold, and what of it could be chance. All figures
 * are those of the table. Nothing is claimed that the seeds do not bear out.
 */
import type { ArmName } from '../config/names.ts';
import type { ArmResult } from '../experiment/result.ts';
import { smoothed, tooFew } from '../rlhf/curves.ts';
import { FEWEST_FOR_INTERVAL, spreadOf, TIE } from '../rlhf/statistics.ts';
import { isActiveStatus } from './record.ts';
import type { Shown } from './shown.ts';

/**
 * What became of a quantity. Where that could be chance, it is `small` on average, or else `mixed`: the seeds differ too
 * much. `same` is no difference at all.
 */
export type Direction = 'up' | 'down' | 'small' | 'mixed' | 'same';

/**
 * With fewer seeds than an interval needs, a change counts where every seed made it and it is at least this, on average:
 * about three standard errors of an evaluation against another one, in gold's units as in the proxy's.
 */
const CLEAR = 0.2;

/** Of differences, one for each seed; beyond chance by their 95 % interval, where there are seeds enough for one. */
export function directionOf(differences: readonly number[]): Direction {
  if (differences.length === 0) return 'mixed';
  if (differences.every((difference) => Math.abs(difference) <= TIE)) return 'same';
  const { mean, ci95 } = spreadOf(differences);
  const clear = differences.length >= FEWEST_FOR_INTERVAL && ci95 !== null
    ? Math.abs(mean) > ci95
    : Math.abs(mean) >= CLEAR && differences.every((difference) => difference * mean > 0);
  if (!clear) return Math.abs(mean) < CLEAR ? 'small' : 'mixed';
  return mean > 0 ? 'up' : 'down';
}

export interface Quantity {
  /** Means over seeds. */
  readonly start: number;
  readonly end: number;
  /** End against start. */
  readonly net: Direction;
}

export interface GoldFinding extends Quantity {
  /** Mean of the seeds' peaks, and the median of their steps. */
  readonly peak: number;
  readonly peakStep: number;
  /** At the peak's step against the start: a maximum alone is above the start by chance, too. */
  readonly rose: Direction;
  /** The end against the peak's step. */
  readonly fell: Direction;
}

/** Of one method's seeds whose numbers are all finite. */
export interface MethodFinding {
  readonly arm: ArmName;
  readonly seeds: number;
  /** Seeds left out because a number of theirs is not finite. */
  readonly diverged: number;
  readonly proxy: Quantity;
  /** Whether the proxy's end is about its highest. */
  readonly proxyKept: boolean;
  readonly gold: GoldFinding;
}

export interface DifferenceFinding {
  readonly arm: ArmName;
  readonly end: number;
  /** Seeds that both methods have. */
  readonly n: number;
  readonly mean: number;
  readonly ci95: number | null;
  /** Of the end, this method less the first. */
  readonly direction: Direction;
  /** Seeds whose difference points as the mean does. */
  readonly agreeing: number;
}

export type Verdict =
  /** Nothing was evaluated, or nothing finite. */
  | { readonly kind: 'nothing'; readonly active: boolean; readonly diverged: boolean }
  /** The starting policy alone was evaluated. */
  | { readonly kind: 'start'; readonly active: boolean; readonly gold: number }
  | {
    readonly kind: 'run';
    readonly first: MethodFinding;
    readonly others: readonly DifferenceFinding[];
    /** Methods of the run of which nothing finite was measured: not yet, or because they diverged. */
    readonly missing: readonly { readonly arm: ArmName; readonly diverged: boolean }[];
    /** The last evaluation that all seeds of the first method have. */
    readonly at: number;
    readonly steps: number;
    /** How a run that did not reach its last step stands; null where it did. */
    readonly unfinished: 'active' | 'stopped' | null;
    /** Evaluations after the start, where they are too few for a peak and an end. */
    readonly few: number | null;
    /** Where gold fell while the proxy rose; null where that cannot be said. */
    readonly hacking: { readonly from: number; readonly to: number } | null;
  };

type Seed = ArmResult['seeds'][number];

function isFinite({ series }: Seed): boolean {
  return [...series.gold, ...series.proxy].every((value) => Number.isFinite(value));
}

/** One seed of a method: its smoothed curves, and its figures in the table. */
interface Lane {
  readonly seed: number;
  readonly gold: readonly number[];
  readonly proxy: readonly number[];
  readonly figures: Pick<Seed, 'startGold' | 'peakGold' | 'peakStep' | 'finalGold'>;
}

function lanesOf(seeds: readonly Seed[]): Lane[] {
  return seeds.map((seed) => ({ seed: seed.seed, gold: smoothed(seed.series.gold), proxy: smoothed(seed.series.proxy), figures: seed }));
}

const last = (values: readonly number[]): number => values[values.length - 1];

function meanOf(values: readonly number[]): number {
  return spreadOf(values).mean;
}

function proxyOf(lanes: readonly Lane[]): Quantity {
  return {
    start: meanOf(lanes.map(({ proxy }) => proxy[0])),
    end: meanOf(lanes.map(({ proxy }) => last(proxy))),
    net: directionOf(lanes.map(({ proxy }) => last(proxy) - proxy[0])),
  };
}

/** Position of the evaluation nearest to a step. */
function nearest(steps: readonly number[], step: number): number {
  return steps.reduce((best, each, index) => (Math.abs(each - step) < Math.abs(steps[best] - step) ? index : best), 0);
}

function goldOf(lanes: readonly Lane[], steps: readonly number[]): GoldFinding {
  const peakStep = spreadOf(lanes.map(({ figures }) => figures.peakStep)).median;
  const at = nearest(steps, peakStep);
  return {
    start: meanOf(lanes.map(({ figures }) => figures.startGold)),
    peak: meanOf(lanes.map(({ figures }) => figures.peakGold)),
    peakStep,
    end: meanOf(lanes.map(({ figures }) => figures.finalGold)),
    rose: at === 0 ? 'same' : directionOf(lanes.map(({ gold }) => gold[at] - gold[0])),
    fell: directionOf(lanes.map(({ gold }) => last(gold) - gold[at])),
    net: directionOf(lanes.map(({ gold }) => last(gold) - gold[0])),
  };
}

/** Whether an end is no more than a tenth of the way gone back from the highest. */
function kept(lanes: readonly Lane[]): boolean {
  const length = Math.min(...lanes.map(({ proxy }) => proxy.length));
  const means = Array.from({ length }, (_, index) => meanOf(lanes.map(({ proxy }) => proxy[index])));
  const highest = Math.max(...means);
  return highest - last(means) <= 0.1 * (highest - means[0]);
}

function differenceOf(arm: ArmName, own: readonly Lane[], first: readonly Lane[]): DifferenceFinding {
  const differences = own.flatMap(({ seed, figures }) => {
    const other = first.find((lane) => lane.seed === seed);
    return other ? [figures.finalGold - other.figures.finalGold] : [];
  });
  const spread = differences.length > 0 ? spreadOf(differences) : { mean: NaN, ci95: null };
  return {
    arm, n: differences.length, mean: spread.mean, ci95: spread.ci95,
    end: meanOf(own.map(({ figures }) => figures.finalGold)),
    direction: directionOf(differences),
    agreeing: differences.filter((difference) => Math.abs(difference) > TIE && difference * spread.mean > 0).length,
  };
}

type Source = Pick<Shown, 'arms' | 'config' | 'status'>;

export function verdictOf({ arms, config, status }: Source): Verdict {
  const active = isActiveStatus(status);
  const measured = arms.map(({ name, seeds }) => ({ name, all: seeds, finite: seeds.filter(isFinite) }));
  const present = measured.filter(({ finite }) => finite.length > 0);
  if (present.length === 0) return { kind: 'nothing', active, diverged: measured.length > 0 };
  const [{ name, all, finite }, ...rest] = present;
  const lanes = lanesOf(finite);
  // The steps that every seed has been evaluated at.
  const { series: { step: steps } } = finite.reduce((least, seed) => (seed.series.step.length < least.series.step.length ? seed : least));
  if (steps.length < 2) return { kind: 'start', active, gold: meanOf(lanes.map(({ figures }) => figures.startGold)) };
  const at = last(steps);
  const proxy = proxyOf(lanes);
  const gold = goldOf(lanes, steps);
  const few = tooFew(steps);
  const hacked = !few && proxy.net === 'up' && (gold.fell === 'down' || gold.net === 'down');
  return {
    kind: 'run',
    first: { arm: name, seeds: finite.length, diverged: all.length - finite.length, proxy, proxyKept: kept(lanes), gold },
    others: rest.map((other) => differenceOf(other.name, lanesOf(other.finite), lanes)),
    missing: config.arms.filter((arm) => !present.some((each) => each.name === arm))
      .map((arm) => ({ arm, diverged: measured.some((each) => each.name === arm) })),
    at,
    steps: config.steps,
    unfinished: at >= config.steps ? null : active ? 'active' : 'stopped',
    few: few ? steps.length - 1 : null,
    hacking: hacked ? { from: gold.fell === 'down' ? gold.peakStep : steps[0], to: at } : null,
  };
}
