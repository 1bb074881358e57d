/** What a run tells while it goes on. Plain data, safe to post between threads. */
import type { EngineInfo } from '../engine/engine.ts';
import type { Config, FieldKey } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { Exchange } from '../world/evaluation.ts';
import type { GoldParts } from '../world/gold.ts';
import type { LaneState } from './checkpoint.ts';
import type { Divergence } from './divergence.ts';
import type { EvaluationMetrics, TrainingMetrics } from './metrics.ts';
import type { RunResult } from './result.ts';

/** Stages in order. `compile` waits for the engine; a stage whose result is shipped or already known is skipped. */
export const STAGES = ['compile', 'sft', 'trunk', 'labels', 'head', 'rl'] as const;
export type Stage = (typeof STAGES)[number];

/** One response with everything that is said about it. */
export interface Sample {
  /** Word numbers of prompt and response, PAD left out. */
  readonly prompt: readonly number[];
  readonly response: readonly number[];
  readonly gold: number;
  readonly parts: GoldParts;
  readonly proxy: number;
  readonly ownProxy: number;
}

export interface Lane {
  readonly arm: ArmName;
  readonly seed: number;
}

export type RunEvent =
  | { readonly type: 'engine'; readonly info: EngineInfo; /** Why this engine and not another, in a sentence. */ readonly reason: string }
  /** `done` of `total` units of the stage. */
  | { readonly type: 'stage'; readonly stage: Stage; readonly done: number; readonly total: number }
  /**
   * How far a supervised stage has come, looked at on the first seed that trains: the mean cross entropy of a batch after `step` steps,
   * and now and then what the policy writes by then. Null where it was not asked, and of the trunk, which does not write.
   */
  | { readonly type: 'learning'; readonly stage: 'sft' | 'trunk'; readonly seed: number; readonly step: number; readonly total: number; readonly loss: number; readonly sentences: readonly Exchange[] | null }
  /** Something that the visitor should know; the run goes on. */
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'training'; readonly lane: Lane; readonly metrics: TrainingMetrics }
  /** `samples`: the first response to each prompt. */
  | { readonly type: 'evaluation'; readonly lane: Lane; readonly metrics: EvaluationMetrics; readonly samples: readonly Sample[] }
  /** All lanes have finished step `step`. */
  | { readonly type: 'step'; readonly step: number }
  /** A lane stops at its last good step; the others go on. */
  | { readonly type: 'diverged'; readonly lane: Lane; readonly divergence: Divergence }
  /** What these lanes go on from after step `step`, told before that step is. */
  | { readonly type: 'checkpoint'; readonly step: number; readonly lanes: readonly LaneState[] }
  | { readonly type: 'changed'; readonly step: number; readonly field: FieldKey; readonly from: Config[FieldKey]; readonly to: Config[FieldKey] }
  | { readonly type: 'finished'; readonly result: RunResult };
