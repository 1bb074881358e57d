/** What a benchmark found: the shape of `--json` and of bench.json. */
import type { BackendName } from '../engine/engine.ts';

export const WORKS = ['policyStep', 'rollout', 'rlStep'] as const;
/**
 * policyStep: one epoch over a batch (forward, clipped objective with exact KL, backward, Adam).
 * rollout: sampling of a batch, with the policy's states and log-probabilities.
 * rlStep: a whole RL step of R2M: rollout, rewards, advantages, reference, two epochs, the reward model's step.
 */
export type Work = (typeof WORKS)[number];

/** plain: stock tfjs; ops, fused and simd: this lab's engines; jax: jax-js, jitted. */
export type Implementation = 'plain' | 'ops' | 'fused' | 'simd' | 'jax';

export interface Row {
  readonly work: Work;
  /** The policy's size in words. */
  readonly model: string;
  readonly lanes: number;
  readonly implementation: Implementation;
  readonly backend: BackendName;
  /** Milliseconds from the call until the device is done. */
  readonly medianMs: number;
  readonly q1Ms: number;
  readonly q3Ms: number;
  /** Of one piece of work: GPU dispatches, or kernels called on wasm. */
  readonly dispatches: number;
  /** Median milliseconds until all is enqueued, before the wait for the device. On wasm that is nearly everything. */
  readonly jsMs: number;
  /** How many times it was timed. */
  readonly samples: number;
}

/** A contender that was not timed on a problem, and why. */
export interface LeftOut extends Pick<Row, 'model' | 'lanes' | 'implementation' | 'backend'> {
  readonly reason: string;
  /** It was tried; otherwise it would have taken too long. */
  readonly failed: boolean;
}

export interface BenchResult {
  readonly device: string;
  readonly rows: readonly Row[];
  readonly leftOut: readonly LeftOut[];
}
