/** What is measured of a lane, at evaluations and at every RL step. */

/** Means over a batch of responses. */
interface BatchMetrics {
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
}

/** Measured on fresh samples of every prompt at an evaluation. */
export interface EvaluationMetrics extends BatchMetrics {
  /** Share of pairs of the policy's own responses (same prompt) that the arm's reward orders as gold does; null where there is no pair. */
  onPolicyAccuracy: number | null;
  /** Share of held-out SFT pairs that the arm's reward orders as gold does. */
  heldOutAccuracy: number;
  /** Pairs that gold has labelled for this lane so far, through the counted door. */
  goldQueries: number;
}

/** Measured on the training batch of one RL step. A quantity that an arm does not have is null. */
export interface TrainingMetrics extends BatchMetrics {
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
