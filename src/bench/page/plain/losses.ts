/** The policy's and the reward model's losses, for tfjs's tape to differentiate. Symbols as in arXiv 2601.22664. */
import * as tf from '@tensorflow/tfjs';
import type { PolicyObjective } from '../../../engine/engine.ts';
import type { FeedbackShape } from '../../../engine/layout.ts';
import { weight, type Weights } from './weights.ts';

const MASKED = -1e9;
const GRPO_EPSILON = 1e-4;
const DEVIATION_FLOOR = 1e-4;

export interface PolicyBatch {
  /** Response tokens (B, L), and 1 where they count. */
  readonly tokens: tf.Tensor;
  readonly mask: tf.Tensor;
  readonly oldLogProbs: tf.Tensor;
  /** (B, L, V) */
  readonly referenceLogProbs: tf.Tensor;
  /** (B) */
  readonly advantages: tf.Tensor;
}

/** Eq. 2 with the ratio of each token; `logits` is (B, L, V). */
export function policyLoss(logits: tf.Tensor, batch: PolicyBatch, { clip, beta, divisor }: PolicyObjective): tf.Scalar {
  const { tokens, mask, oldLogProbs, referenceLogProbs, advantages } = batch;
  const logProbs = tf.logSoftmax(logits);
  const chosen = tf.cast(tf.oneHot(tf.cast(tokens, 'int32'), logits.shape[2]!), 'float32');
  const ratio = tf.exp(tf.mul(tf.sub(tf.sum(tf.mul(logProbs, chosen), 2), oldLogProbs), mask));
  const advantage = tf.expandDims(advantages, 1);
  const surrogate = tf.minimum(tf.mul(ratio, advantage), tf.mul(tf.clipByValue(ratio, 1 - clip, 1 + clip), advantage));
  const kl = tf.sum(tf.mul(tf.exp(logProbs), tf.sub(logProbs, referenceLogProbs)), 2);
  const perResponse = tf.sum(tf.mul(tf.sub(tf.mul(kl, beta), surrogate), mask), 1);
  return tf.div(tf.mean(perResponse), divisor);
}

/** phi(H_fin), Eqs. 3 and 4, (B). `states` is (B, D_rm), `hidden` (B, S, D_p), `mask` (B, S). */
export function feedbackRewards(
  weights: Weights, { attentionWidth: d, policyWidth }: FeedbackShape, states: tf.Tensor, hidden: tf.Tensor, mask: tf.Tensor, omega: number,
): tf.Tensor1D {
  const [batch, length] = mask.shape;
  const matrix = (name: string) => weight(weights, name) as tf.Tensor2D;
  const h = tf.reshape(hidden, [batch * length, policyWidth]) as tf.Tensor2D;
  const query = tf.reshape(tf.matMul(states as tf.Tensor2D, matrix('Wq')), [batch, 1, d]);
  const key = tf.reshape(tf.matMul(h, matrix('Wk')), [batch, length, d]);
  const value = tf.reshape(tf.matMul(h, matrix('Wv')), [batch, length, d]);
  const padding = tf.expandDims(tf.mul(tf.sub(1, mask), MASKED), 1);
  const attention = tf.softmax(tf.add(tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(d)), padding));
  const context = tf.reshape(tf.matMul(attention, value), [batch, d]) as tf.Tensor2D;
  const aggregated = tf.matMul(context, matrix('Wo'));
  return score(weights, tf.add(tf.mul(aggregated, 1 - omega), tf.mul(states, omega)));
}

/** phi: (B, D_rm) -> (B) */
export function score(weights: Weights, states: tf.Tensor): tf.Tensor1D {
  const head = tf.reshape(weight(weights, 'head'), [-1, 1]) as tf.Tensor2D;
  return tf.reshape(tf.add(tf.matMul(states as tf.Tensor2D, head), weight(weights, 'head.bias')), [-1]);
}

function standardised(rewards: tf.Tensor, groupSize: number, denominator: (deviation: tf.Tensor) => tf.Tensor): tf.Tensor2D {
  const groups = tf.reshape(rewards, [-1, groupSize]);
  const { mean, variance } = tf.moments(groups, 1, true);
  return tf.div(tf.sub(groups, mean), denominator(tf.sqrt(variance)));
}

/** GRPO's advantages, (B). */
export function groupAdvantages(rewards: tf.Tensor, groupSize: number): tf.Tensor {
  return tf.reshape(standardised(rewards, groupSize, (deviation) => tf.add(deviation, GRPO_EPSILON)), [-1]);
}

/** GREBT, Eqs. 5 to 7: the pairs come from `annotated`, the losses from `rewards`, (B) each. */
export function grebtLoss(rewards: tf.Tensor, annotated: tf.Tensor, groupSize: number, alpha: number): tf.Scalar {
  const judged = tf.reshape(annotated, [-1, groupSize]);
  const pick = (index: tf.Tensor) => tf.cast(tf.oneHot(tf.cast(index, 'int32'), groupSize), 'float32');
  const preference = tf.sub(pick(tf.argMax(judged, 1)), pick(tf.argMin(judged, 1)));
  const margin = tf.sum(tf.mul(tf.reshape(rewards, [-1, groupSize]), preference), 1);
  const bt = tf.mean(tf.softplus(tf.neg(margin)));
  const logShare = tf.logSoftmax(standardised(rewards, groupSize, (deviation) => tf.maximum(deviation, DEVIATION_FLOOR)));
  const gre = tf.mean(tf.neg(tf.sum(tf.mul(tf.exp(logShare), logShare), 1)));
  return tf.add(tf.mul(bt, 1 - alpha), tf.mul(gre, alpha));
}
