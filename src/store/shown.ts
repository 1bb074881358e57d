/** What the page draws: a run of this visit or of an earlier one, else the recorded run of the preset. */
import type { Config } from '../config/fields.ts';
import { samplesOf, type Recording } from '../experiment/recording.ts';
import type { ArmResult, PairedResult, RunResult } from '../experiment/result.ts';
import type { LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import type { ArmCurve } from './curves.ts';
import { describeRun } from './describe.ts';
import { grow, newGrowth, type ArmGrowth } from './growth.ts';
import { dayOf, shownLanes, shownSeeds, type Change, type LanePages, type LaneRecord, type RunRecord, type RunStatus } from './record.ts';

export interface Shown {
  /** Of the run that is shown: another one, another key. */
  readonly key: string;
  readonly source: 'live' | 'recorded';
  readonly preset: string;
  /** The day on which it was made, YYYY-MM-DD. */
  readonly date: string;
  /** The run's settings in a few words. */
  readonly name: string;
  /** With the changes made since the start. */
  readonly config: Config;
  readonly status: RunStatus;
  /** RL steps that all lanes had done when something was last evaluated. */
  readonly step: number;
  /** Arms with at least one evaluation. */
  readonly arms: readonly ArmResult[];
  readonly paired: readonly PairedResult[];
  readonly changes: readonly Change[];
  /** One for each arm of the run, empty before its first evaluation. */
  readonly curves: readonly ArmCurve[];
  /** One for each arm; grows in place while the run goes on. */
  readonly growth: readonly ArmGrowth[];
  /** What the policies wrote, for the lanes of which it is known. */
  readonly lanes: readonly LanePages[];
  /** Wall-clock seconds and engine, where the run is over. */
  readonly result: RunResult | null;
}

function curvesOf(growth: readonly ArmGrowth[], seeds: number): ArmCurve[] {
  return growth.map(({ arm, points }) => ({ arm, seeds: points.length > 0 ? seeds : 0, points: [...points] }));
}

type Summary = Pick<Shown, 'arms' | 'paired' | 'curves' | 'lanes'> & { readonly evaluated: number };

/** The newest summary of each run. It costs as much as there are evaluations, and most reports bring none. */
const summaries = new WeakMap<RunRecord['growth'], Summary>();

function summaryOf({ growth, evaluated }: RunRecord, lanes: readonly LaneRecord[], seeds: number): Summary {
  const known = summaries.get(growth);
  if (known?.evaluated === evaluated) return known;
  const pages = lanes.map(({ arm, seed, pages }): LanePages => ({ arm, seed, pages }));
  const summary = { ...summarise(lanes), curves: curvesOf(growth, seeds), lanes: pages, evaluated };
  summaries.set(growth, summary);
  return summary;
}

/** A run in progress: while an evaluation is under way some lanes are one evaluation ahead of others. */
export function shownRecord(record: RunRecord): Shown {
  const seeds = shownSeeds(record);
  const config = { ...record.config, seeds };
  const { arms, paired, curves, lanes } = summaryOf(record, shownLanes(record), seeds.length);
  return {
    key: record.id, source: 'live', preset: record.preset, date: dayOf(record.id), name: describeRun(record.preset, config), config,
    // Seeds that are being added leave the finished ones as they are.
    status: record.extension.length > 0 ? 'finished' : record.status,
    step: record.extension.length > 0 ? config.steps : record.step,
    arms, paired, changes: record.changes, curves, growth: record.growth, lanes, result: record.result,
  };
}

function seriesOfArms(arms: readonly ArmResult[]): LaneSeries[] {
  return arms.flatMap(({ name, seeds }) => seeds.map(({ seed, series, training, diverged = null }) => ({ arm: name, seed, evaluations: series, training, diverged })));
}

const shownBefore = new WeakMap<RunRecord['lanes'], { readonly version: string; readonly shown: Shown }>();

/** The run as it is drawn: the same object until an evaluation, a change or another state gives reason to draw it again. */
export function shownOf(record: RunRecord | null): Shown | null {
  if (!record) return null;
  const { lanes, id, evaluated, status, changes, extension, result } = record;
  const version = [id, evaluated, status === 'pausing' ? 'running' : status, changes.length, extension.length, result !== null].join(' ');
  const before = shownBefore.get(lanes);
  if (before?.version === version) return before.shown;
  const shown = shownRecord(record);
  shownBefore.set(lanes, { version, shown });
  return shown;
}

function grownFrom({ config, arms }: RunResult): ArmGrowth[] {
  const growth = newGrowth(config.arms);
  grow(growth, seriesOfArms(arms));
  return growth;
}

/** A recorded run. */
export function shownRecording(preset: string, { result, lanes, date }: Pick<Recording, 'result' | 'lanes' | 'date'>): Shown {
  const { config, arms, paired, changes } = result;
  const growth = grownFrom(result);
  return {
    key: `recorded ${preset}`, source: 'recorded', preset, date, name: describeRun(preset, config), config, status: 'finished', step: config.steps,
    arms, paired, changes, curves: curvesOf(growth, config.seeds.length), growth, lanes: recordedPages({ result, lanes }), result,
  };
}

/** What the recorded run's policies wrote, for the seeds of which it kept that. */
function recordedPages({ result, lanes }: Pick<Recording, 'result' | 'lanes'>): LanePages[] {
  return lanes.map(({ arm, seed, pages }) => ({ arm, seed, pages: pages.map((page) => ({ step: page.step, samples: samplesOf(page, result.config) })) }));
}
