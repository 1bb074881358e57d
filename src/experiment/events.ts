/** What a run tells while it goes on. Plain data, safe to post between threads. */
import type { EngineInfo } from '../engine/engine.ts';
import type { Config, FieldKey } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { GoldParts } from '../world/gold.ts';

/** Stages in order. `compile` waits for the engine; a stage whose result is shipped or already known is skipped. */
export const STAGES = ['compile', 'sft', 'trunk', 'labels', 'head', 'rl'] as const;
export type Stage = (typeof STAGES)[number];

/** Measured on fresh samples of every prompt at an evaluation; means over responses. */
export interface EvaluationMetrics {
  step: number;
  gold: number;
  /** The frozen reward model's score, whatever the arm: the same units for all. */
  proxy: number;
  /** The arm's own reward model's score. */
  ownProxy: number;
  /** KL(pi || ref) in nats, exact at each position, summed over a response. */
  kl: number;
  /** Words without EOS. */
  length: number;
  styleWords: number;
  /** Nats, summed over a response. */
  entropy: number;
  /** Share of pairs of the policy's own responses (same prompt) that the arm's reward orders as gold does; null where there is no pair. */
  onPolicyAccuracy: number | null;
  /** Share of held-out SFT pairs that the arm's reward orders as gold does. */
  heldOutAccuracy: number;
  /** Pairs that gold has labelled for this lane so far, through the counted door. */
  goldQueries: number;
}

/** Measured on the training batch of one RL step. A quantity that an arm does not have is null. */
export interface TrainingMetrics {
  step: number;
  gold: number;
  proxy: number;
  ownProxy: number;
  kl: number;
  length: number;
  styleWords: number;
  entropy: number;
  loss: number;
  clipFraction: number;
  gradientNorm: number;
  learningRate: number;
  omega: number | null;
  rewardLoss: number | null;
  bradleyTerry: number | null;
  groupRewardEntropy: number | null;
  rewardGradientNorm: number | null;
}

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
  | { readonly type: 'training'; readonly lane: Lane; readonly metrics: TrainingMetrics }
  /** `samples`: the first response to each prompt. */
  | { readonly type: 'evaluation'; readonly lane: Lane; readonly metrics: EvaluationMetrics; readonly samples: readonly Sample[] }
  /** All lanes have finished step `step`. */
  | { readonly type: 'step'; readonly step: number }
  | { readonly type: 'changed'; readonly step: number; readonly field: FieldKey; readonly from: Config[FieldKey]; readonly to: Config[FieldKey] }
  | { readonly type: 'finished'; readonly result: import('./result.ts').RunResult };
