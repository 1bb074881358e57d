/** The result of a run that is not finished: what its lanes have told so far. */
import type { Config } from '../config/fields.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { RESULT_SCHEMA_VERSION, type ResultStatus, type RunResult } from '../experiment/result.ts';
import type { LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';

export interface Progress {
  readonly status: Exclude<ResultStatus, 'finished'>;
  /** RL steps that every lane has made. */
  readonly step: number;
  readonly engine: Pick<EngineInfo, 'backend' | 'engine'> | null;
  readonly changes: RunResult['changes'];
  /** Since the run began. */
  readonly seconds: number;
}

/** `config` as the run was started. Null where there is no number yet: before an engine has started, and before the first evaluation. */
export function partialResult(config: Config, lanes: readonly LaneSeries[], { status, step, engine, changes, seconds }: Progress): RunResult | null {
  if (engine === null) return null;
  const summary = summarise(lanes);
  if (summary.arms.length === 0) return null;
  return {
    schemaVersion: RESULT_SCHEMA_VERSION, complete: false, status, step, config,
    backend: engine.backend, engine: engine.engine, seconds, changes, ...summary,
  };
}
