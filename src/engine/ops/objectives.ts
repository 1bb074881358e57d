/** The losses on logits: the policy's clipped objective with exact KL (Eq. 2) and the language model's cross entropy. */
import * as tf from '@tensorflow/tfjs-core';
import type { PolicyObjective } from '../engine.ts';
import type { T3 } from './primitives.ts';

export interface PolicyTerms {
  /** (R, B, L) by token, (R, B, 1) by sequence. */
  readonly ratio: tf.Tensor;
  /** (R, B) each. */
  readonly surrogate: tf.Tensor;
  readonly kl: tf.Tensor;
  readonly entropy: tf.Tensor;
  /** (R) each. */
  readonly loss: tf.Tensor;
  readonly clipFraction: tf.Tensor;
  /** (R, B, L, V) */
  readonly dLogits: tf.Tensor4D;
}

export interface PolicyBatch {
  /** (R, B, L, V) */
  readonly logits: tf.Tensor4D;
  readonly referenceLogProbs: tf.Tensor4D;
  /** (R, B, L) */
  readonly oldLogProbs: T3;
  /** Response tokens (R, B, L), and 1 where they count. */
  readonly tokens: T3;
  readonly mask: T3;
  /** (R, B), or (R, B, L) by token. */
  readonly advantages: tf.Tensor;
}

/** log pi of the tokens, (R, B, L); 0 where the mask is. */
export function tokenLogProbs(logProbs: tf.Tensor4D, tokens: T3, mask: T3): T3 {
  return tf.mul(tf.sum(tf.mul(logProbs, oneHot(tokens, logProbs.shape[3])), 3), mask);
}

function oneHot(tokens: T3, vocabulary: number): tf.Tensor4D {
  return tf.cast(tf.oneHot(tf.cast(tokens, 'int32'), vocabulary), 'float32') as tf.Tensor4D;
}

/** Exact KL to the reference and entropy at each position, (R, B, L), 0 where the mask is. */
export function divergencePerPosition(logProbs: tf.Tensor4D, referenceLogProbs: tf.Tensor4D, mask: T3) {
  const probabilities = tf.exp(logProbs);
  const gap = tf.sub(logProbs, referenceLogProbs) as tf.Tensor4D;
  return {
    probabilities, gap,
    kl: tf.mul(tf.sum(tf.mul(probabilities, gap), 3), mask) as T3,
    entropy: tf.mul(tf.neg(tf.sum(tf.mul(probabilities, logProbs), 3)), mask) as T3,
  };
}

/** loss = mean over responses of (-surrogate + beta KL), divided by the divisor; all terms summed over response positions. */
export function policyTerms(batch: PolicyBatch, objective: Pick<PolicyObjective, 'ratio' | 'clip' | 'beta' | 'divisor'>): PolicyTerms {
  const { logits, referenceLogProbs, oldLogProbs, tokens, mask, advantages } = batch;
  const [lanes, responses, , vocabulary] = logits.shape;
  const { clip, beta } = objective;
  const bySequence = objective.ratio === 'sequence';

  const logProbs = tf.logSoftmax(logits) as tf.Tensor4D;
  const chosen = oneHot(tokens, vocabulary);
  const logRatioPerToken = tf.mul(tf.sub(tf.sum(tf.mul(logProbs, chosen), 3), oldLogProbs), mask) as T3;
  const logRatio = bySequence ? tf.sum(logRatioPerToken, 2, true) : logRatioPerToken;
  const counted = bySequence ? tf.ones([lanes, responses, 1]) : mask;

  const ratio = tf.exp(logRatio);
  const advantage = tf.reshape(advantages, [lanes, responses, -1]);
  const plain = tf.mul(ratio, advantage);
  const clipped = tf.mul(tf.clipByValue(ratio, 1 - clip, 1 + clip), advantage);
  const isPlain = tf.cast(tf.lessEqual(plain, clipped), 'float32');
  const surrogate = tf.sum(tf.mul(tf.minimum(plain, clipped), counted), 2);
  const outside = tf.mul(tf.sub(1, tf.cast(tf.lessEqual(tf.abs(tf.sub(ratio, 1)), clip), 'float32')), counted);
  const clipFraction = tf.div(tf.sum(outside, [1, 2]), tf.sum(counted, [1, 2]));

  const { probabilities, gap, kl: klPerPosition, entropy } = divergencePerPosition(logProbs, referenceLogProbs, mask);
  const kl = tf.sum(klPerPosition, 2);
  const loss = tf.div(tf.mean(tf.add(tf.neg(surrogate), tf.mul(kl, beta)), 1), objective.divisor);

  // d surrogate / d log pi is rho A where the unclipped term is the smaller one.
  const slope = tf.expandDims(tf.mul(tf.mul(plain, isPlain), mask), 3);
  const dSurrogate = tf.mul(slope, tf.sub(chosen, probabilities));
  const dKl = tf.mul(probabilities, tf.sub(gap, tf.expandDims(klPerPosition, 3)));
  const dLoss = tf.sub(tf.mul(tf.mul(dKl, beta), tf.expandDims(mask, 3)), dSurrogate);
  const dLogits = tf.div(dLoss, responses * objective.divisor) as tf.Tensor4D;
  return { ratio, surrogate, kl, entropy: tf.sum(entropy, 2), loss, clipFraction, dLogits };
}

/** Mean cross entropy of each lane's counted tokens, (R), and its gradient (R, B, L, V). */
export function crossEntropy(logits: tf.Tensor4D, tokens: T3, mask: T3): { loss: tf.Tensor; dLogits: tf.Tensor4D } {
  const logProbs = tf.logSoftmax(logits) as tf.Tensor4D;
  const count = tf.sum(mask, [1, 2], true);
  const loss = tf.neg(tf.div(tf.sum(tokenLogProbs(logProbs, tokens, mask), [1, 2]), tf.reshape(count, [-1])));
  const error = tf.sub(tf.exp(logProbs), oneHot(tokens, logits.shape[3]));
  return { loss, dLogits: tf.mul(error, tf.expandDims(tf.div(mask, count), 3)) };
}
