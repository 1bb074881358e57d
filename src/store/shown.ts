/** What the page draws: the run of this visit if there is one, else the recorded run. */
import type { Config } from '../config/fields.ts';
import { RESULT_SCHEMA_VERSION, type ArmResult, type PairedResult, type RunResult } from '../experiment/result.ts';
import { summarise } from '../experiment/summary.ts';
import { armCurves, type ArmCurve } from './curves.ts';
import type { Change, RunRecord } from './record.ts';

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

/** The shipped run; null where there is none or it is of another version. */
export async function loadRecorded(address: string): Promise<RunResult | null> {
  try {
    const response = await fetch(address);
    if (!response.ok || !(response.headers.get('content-type') ?? '').includes('json')) return null;
    const result = (await response.json()) as Partial<RunResult>;
    return result.schemaVersion === RESULT_SCHEMA_VERSION && Array.isArray(result.arms) ? (result as RunResult) : null;
  } catch {
    return null;
  }
}
