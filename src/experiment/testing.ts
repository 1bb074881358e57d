/** Metrics for tests: plausible numbers, of which a test sets those that it looks at. */
import type { EvaluationMetrics, TrainingMetrics } from './metrics.ts';

const batch = {
  gold: 2, goldContent: 2, goldFlow: 0, goldLength: 0, goldStyle: 0, goldRepeats: 0, goldOffTopic: 0, goldEnding: 0,
  proxy: 0, ownProxy: 0, kl: 0, length: 6, styleWords: 1, entropy: 10, onPolicyAccuracy: 0.6,
};

export function evaluation(step: number, values: Partial<EvaluationMetrics> = {}): EvaluationMetrics {
  return { step, ...batch, heldOutAccuracy: 0.7, goldQueries: 75, ...values };
}

export function training(step: number, values: Partial<TrainingMetrics> = {}): TrainingMetrics {
  return {
    step, ...batch, loss: 0, clipFraction: 0, gradientNorm: 1, learningRate: 1e-4,
    omega: null, rewardLoss: null, bradleyTerry: null, groupRewardEntropy: null, rewardGradientNorm: null, ...values,
  };
}
