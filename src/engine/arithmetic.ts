/**
 * An engine's arithmetic piece by piece, so that it can be held against reference numbers and finite differences.
 * One lane; plain arrays in row-major order, in and out. The same code paths that training uses.
 */
import type { AdvantageName } from './engine.ts';
import type { FeedbackShape, TransformerShape } from './layout.ts';

export interface TransformerCheck {
  readonly shape: TransformerShape;
  /** In `transformerLayout`. */
  readonly parameters: Float32Array;
  /** (B, S) */
  readonly tokens: Int32Array;
  readonly batch: number;
  readonly length: number;
  readonly promptLength: number;
}
export interface TransformerOutcome {
  /** (B, S, D), after the final LN. */
  readonly hidden: Float32Array;
  /** (B, S, V) */
  readonly logits: Float32Array;
  /** Mean cross entropy of the response tokens that are not PAD. */
  readonly loss: number;
  /** In `transformerLayout`. */
  readonly gradient: Float32Array;
}

export interface FeedbackCheck {
  readonly shape: FeedbackShape;
  /** In `feedbackLayout`. */
  readonly parameters: Float32Array;
  readonly batch: number;
  readonly length: number;
  /** RTE (B, D_rm) */
  readonly states: Float32Array;
  /** h (B, S, D_p) */
  readonly hidden: Float32Array;
  /** (B, S), 0 at padding. */
  readonly mask: Float32Array;
  readonly omega: number;
  /** dLoss/dHhat_last (B, D_rm) and dLoss/dreward (B): the gradient is that of their sum of products. */
  readonly upstreamAggregated: Float32Array;
  readonly upstreamRewards: Float32Array;
}
export interface FeedbackOutcome {
  /** (B, S) */
  readonly attention: Float32Array;
  /** Hhat_last (B, D_rm) */
  readonly aggregated: Float32Array;
  /** (B) */
  readonly rewards: Float32Array;
  /** In `feedbackLayout`. */
  readonly gradient: Float32Array;
}

export interface GrebtCheck {
  /** (n, K) */
  readonly annotated: Float32Array;
  readonly rewards: Float32Array;
  readonly groupSize: number;
  readonly alpha: number;
}
export interface GrebtOutcome {
  readonly loss: number;
  readonly bt: number;
  readonly gre: number;
  /** (n, K) */
  readonly gradient: Float32Array;
}

export interface BradleyTerryCheck {
  /** The head's weights, (F). */
  readonly head: Float32Array;
  /** As `PreferencePairs` has them: (N, F) and (N). */
  readonly differences: Float32Array;
  readonly weights: Float32Array;
}
export interface BradleyTerryOutcome {
  readonly loss: number;
  /** (F) */
  readonly gradient: Float32Array;
}

export interface PolicyCheck {
  readonly batch: number;
  readonly length: number;
  readonly vocabulary: number;
  /** (B, L, V) each */
  readonly logits: Float32Array;
  readonly oldLogits: Float32Array;
  readonly referenceLogits: Float32Array;
  /** (B, L) */
  readonly tokens: Int32Array;
  readonly mask: Float32Array;
  /** (B), or (B, L) by token. */
  readonly advantages: Float32Array;
  readonly ratio: 'token' | 'sequence';
  readonly clip: number;
  readonly beta: number;
  readonly divisor: number;
}
export interface PolicyOutcome {
  /** (B, L) by token, (B) by sequence; 1 at padding. */
  readonly ratio: Float32Array;
  /** (B) */
  readonly surrogate: Float32Array;
  /** (B) */
  readonly kl: Float32Array;
  readonly loss: number;
  /** (B, L, V) */
  readonly gradient: Float32Array;
}

export interface Arithmetic {
  transformer(check: TransformerCheck): Promise<TransformerOutcome>;
  feedback(check: FeedbackCheck): Promise<FeedbackOutcome>;
  grebt(check: GrebtCheck): Promise<GrebtOutcome>;
  bradleyTerry(check: BradleyTerryCheck): Promise<BradleyTerryOutcome>;
  policyObjective(check: PolicyCheck): Promise<PolicyOutcome>;
  /** (n, K); `greedy` (n) for ReMax. */
  advantages(name: AdvantageName, rewards: Float32Array, groupSize: number, greedy: Float32Array | null): Promise<Float32Array>;
}
