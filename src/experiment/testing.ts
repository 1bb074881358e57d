/** Material for tests. Metrics are plausible numbers, of which a test sets those that it looks at. */
import type { Config } from '../config/fields.ts';
import type { TransformerShape } from '../engine/layout.ts';
import { Stream } from '../engine/random.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { initialParameters } from './initialise.ts';
import type { EvaluationMetrics, TrainingMetrics } from './metrics.ts';
import type { Start } from './starts.ts';

/** Models as they are before any training. */
export function untrained(config: Config): Start {
  const draw = (shape: TransformerShape) => initialParameters(shape, 0.1, new Stream(1));
  return { policy: draw(policyShape(config)), trunk: draw(trunkShape(config)) };
}

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
