/** What takes part in the comparison: an implementation with its own copy of one problem. */
import type { FeedbackObjective, PolicyObjective } from '../../engine/engine.ts';
import type { FeedbackShape, TransformerShape } from '../../engine/layout.ts';
import type { Work } from '../result.ts';

/** One RL problem of R lanes, as plain numbers. Flat parameters are in the engines' layouts, lane after lane. */
export interface Problem {
  readonly lanes: number;
  /** B */
  readonly batch: number;
  readonly groupSize: number;
  readonly promptLength: number;
  readonly responseLength: number;
  readonly policyShape: TransformerShape;
  readonly trunkShape: TransformerShape;
  readonly feedbackShape: FeedbackShape;
  readonly policy: Float32Array;
  readonly reference: Float32Array;
  readonly trunk: Float32Array;
  readonly feedback: Float32Array;
  /** (R, B, promptLength) */
  readonly prompts: Int32Array;
  /** (R, B, L): the uniform numbers that pick the words. */
  readonly uniforms: Float32Array;
  /** (R, B): for the policy step that is timed alone. */
  readonly advantages: Float32Array;
  readonly epochs: number;
  readonly policyObjective: PolicyObjective;
  readonly feedbackObjective: FeedbackObjective;
  /** omega(t) of Eq. 4. */
  readonly omega: number;
}

/** What an implementation computes from a problem's starting weights. Its first axis is R. */
export interface Outcome {
  /** Sampled rows, (R, B, S). */
  readonly tokens: Float32Array;
  /** Policy loss (R) and its gradient (R, P), on those rows and `problem.advantages`. */
  readonly loss: Float32Array;
  readonly gradient: Float32Array;
  /** Policy (R, P) and reward model (R, P') after one whole RL step. */
  readonly policy: Float32Array;
  readonly feedback: Float32Array;
}

export interface Contender {
  /** Goes once through everything that is timed, from the starting weights: the check, and the warm-up. */
  outcome(): Promise<Outcome>;
  /** Enqueues one piece of work before it returns; the promise resolves when the device has done it. */
  run(work: Work): Promise<void>;
}
