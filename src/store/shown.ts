/** What the page draws: the run of this visit if there is one, else the recorded run. */
import type { Config } from '../config/fields.ts';
import { samplesOf, type Recording } from '../experiment/recording.ts';
import { readRecording, readSamples } from '../experiment/recordedFiles.ts';
import type { ArmResult, PairedResult, RunResult } from '../experiment/result.ts';
import { summarise } from '../experiment/summary.ts';
import { armCurves, type ArmCurve } from './curves.ts';
import type { Change, LanePages, RunRecord } from './record.ts';

export interface Shown {
  readonly source: 'live' | 'recorded';
  /** As the run was started. */
  readonly config: Config;
  /** Arms with at least one evaluation. */
  readonly arms: readonly ArmResult[];
  readonly paired: readonly PairedResult[];
  readonly changes: readonly Change[];
  /** One for each arm of the run, empty before its first evaluation. */
  readonly curves: readonly ArmCurve[];
  /** Null while the run is not over. */
  readonly result: RunResult | null;
}

function curvesOf(config: Config, arms: readonly ArmResult[]): ArmCurve[] {
  const known = armCurves(arms);
  return config.arms.map((arm) => known.find((curve) => curve.arm === arm) ?? { arm, seeds: 0, points: [] });
}

/** A run in progress: while an evaluation is under way some lanes are one evaluation ahead of others. */
export function shownRecord(record: RunRecord): Shown {
  const { arms, paired } = summarise(record.lanes);
  return { source: 'live', config: record.config, arms, paired, changes: record.changes, curves: curvesOf(record.config, arms), result: record.result };
}

export function shownResult(result: RunResult): Shown {
  const { config, arms, paired, changes } = result;
  return { source: 'recorded', config, arms, paired, changes, curves: curvesOf(config, arms), result };
}

/** What the recorded run's policies wrote, for the seeds of which it kept that. */
export function recordedPages({ result, lanes }: Recording): LanePages[] {
  return lanes.map(({ arm, seed, pages }) => ({ arm, seed, pages: pages.map((page) => ({ step: page.step, samples: samplesOf(page, result.config) })) }));
}

/** The shipped run; null where there is none or it is of another version. */
export async function loadRecorded(address: string): Promise<Recording | null> {
  const recording = readRecording(await loadJson(address));
  return recording && { ...recording, lanes: readSamples(await loadJson(address.replace(/\.json$/, '.samples.json'))) ?? [] };
}

/** Null where the file is missing or holds something else. */
async function loadJson(address: string): Promise<unknown> {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
