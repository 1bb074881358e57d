/** From rewards to advantages, and the losses on rewards: GREBT, for (R, B) rewards in groups of K neighbours, and Bradley-Terry. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdvantageName } from '../engine.ts';
import { cut } from './cut.ts';
import { transposed, type T3 } from './primitives.ts';

const GRPO_EPSILON = 1e-4;
const BATCH_EPSILON = 1e-8;
/** Below this a group's standard deviation counts as this, in GREBT. */
const DEVIATION_FLOOR = 1e-4;

/** (R, B) -> (R, B/K, K) */
export const grouped = (rewards: tf.Tensor, groupSize: number): T3 =>
  tf.reshape(rewards, [rewards.shape[0], rewards.shape[1]! / groupSize, groupSize]);

/** Distances from the mean along the last axis, taken from the first value on: exactly zero where all values are equal. */
function centre(rewards: tf.Tensor): tf.Tensor {
  const last = rewards.rank - 1;
  const first = cut(rewards, rewards.shape.map(() => 0), [...rewards.shape.slice(0, last), 1]);
  const shifted = tf.sub(rewards, first);
  return tf.sub(shifted, tf.mean(shifted, last, true));
}

function deviation(rewards: tf.Tensor, axis: number): tf.Tensor {
  const centred = centre(rewards);
  return tf.sqrt(tf.mean(tf.mul(centred, centred), axis, true));
}

export function advantages(name: AdvantageName, rewards: tf.Tensor2D, groupSize: number, greedy: tf.Tensor2D | null): tf.Tensor2D {
  const groups = grouped(rewards, groupSize);
  return tf.reshape(compute(), rewards.shape);

  function compute(): tf.Tensor {
    switch (name) {
      case 'rloo':
        return tf.mul(centre(groups), groupSize / (groupSize - 1));
      case 'grpo':
        return tf.div(centre(groups), tf.add(deviation(groups, 2), GRPO_EPSILON));
      case 'reinforcePlusPlus':
        return tf.div(centre(rewards), tf.add(deviation(rewards, 1), BATCH_EPSILON));
      case 'remax':
        if (!greedy) throw new Error('ReMax needs the rewards of the greedy responses');
        return tf.sub(groups, tf.expandDims(greedy, 2));
    }
  }
}

/** Values times one factor per lane: root mean square over groups of the target's deviation over that of the rewards. */
export function matchScale(values: tf.Tensor2D, rewards: tf.Tensor2D, target: tf.Tensor2D, groupSize: number): tf.Tensor2D {
  const spread = (scores: tf.Tensor) => {
    const within = deviation(grouped(scores, groupSize), 2);
    return tf.reshape(tf.sqrt(tf.mean(tf.mul(within, within), [1, 2])), [-1, 1]);
  };
  return tf.mul(values, tf.div(spread(target), tf.maximum(spread(rewards), DEVIATION_FLOOR)));
}

export interface Grebt {
  /** (R) each. */
  readonly loss: tf.Tensor;
  readonly bt: tf.Tensor;
  readonly gre: tf.Tensor;
  /** (R, B) */
  readonly dRewards: tf.Tensor2D;
}

/** GREBT [5-7]: the pairs come from the annotated rewards, the losses from the recomputed ones. */
export function grebt(annotated: tf.Tensor2D, rewards: tf.Tensor2D, groupSize: number, alpha: number): Grebt {
  const judged = grouped(annotated, groupSize);
  const r = grouped(rewards, groupSize);
  const groups = r.shape[1];
  const pick = (index: tf.Tensor) => tf.cast(tf.oneHot(tf.cast(index, 'int32'), groupSize), 'float32');
  const preference = tf.sub(pick(tf.argMax(judged, 2)), pick(tf.argMin(judged, 2)));

  const margin = tf.sum(tf.mul(r, preference), 2, true);
  const bt = tf.mean(tf.softplus(tf.neg(margin)), [1, 2]);
  const dBt = tf.mul(preference, tf.neg(tf.sigmoid(tf.neg(margin))));

  const centred = centre(r);
  const spread = deviation(r, 2);
  const floored = tf.maximum(spread, DEVIATION_FLOOR);
  const standardised = tf.div(centred, floored);
  const logShare = tf.logSoftmax(standardised);
  const share = tf.exp(logShare);
  const entropy = tf.neg(tf.sum(tf.mul(share, logShare), 2, true));
  const gre = tf.mean(entropy, [1, 2]);
  const dStandardised = tf.neg(tf.mul(share, tf.add(logShare, entropy)));
  const along = tf.mul(tf.mean(tf.mul(dStandardised, standardised), 2, true), tf.cast(tf.greater(spread, DEVIATION_FLOOR), 'float32'));
  const dGre = tf.div(
    tf.sub(tf.sub(dStandardised, tf.mean(dStandardised, 2, true)), tf.mul(standardised, along)), floored,
  );

  const mix = (a: tf.Tensor, b: tf.Tensor) => tf.add(tf.mul(a, 1 - alpha), tf.mul(b, alpha));
  return { loss: mix(bt, gre), bt, gre, dRewards: tf.reshape(tf.div(mix(dBt, dGre), groups), rewards.shape) };
}

export interface BradleyTerry {
  /** (R) */
  readonly loss: tf.Tensor;
  /** (R, F) */
  readonly gradient: tf.Tensor2D;
}

/** Weighted sum of -log sigmoid(r_w - r_l). `head` (R, F), `differences` (R, N, F), `weights` (R, N). */
export function bradleyTerry(head: tf.Tensor2D, differences: T3, weights: tf.Tensor2D): BradleyTerry {
  const [lanes, pairs, width] = differences.shape;
  const margins = tf.reshape(tf.matMul(differences, transposed(tf.reshape(head, [lanes, 1, width]))), [lanes, pairs]);
  const loss = tf.sum(tf.mul(weights, tf.softplus(tf.neg(margins))), 1);
  const dMargins = tf.neg(tf.mul(weights, tf.sigmoid(tf.neg(margins))));
  return { loss, gradient: tf.reshape(tf.matMul(tf.reshape(dMargins, [lanes, 1, pairs]), differences), [lanes, width]) };
}
