/** Causal multi-head self-attention between the joint query-key-value projection and the output projection. */
import * as tf from '@tensorflow/tfjs-core';
import { transposed, type T3 } from './primitives.ts';

/** Added to scores that must not count; exp of it is 0 in float32. */
export const MASKED = -1e9;

export interface AttentionTape {
  /** (R B H, S, D/H) each. */
  readonly query: T3;
  readonly key: T3;
  readonly value: T3;
  /** (R B H, S, S) */
  readonly weights: T3;
}

interface Sizes {
  readonly lanes: number;
  readonly batch: number;
  readonly length: number;
  readonly heads: number;
}

/** (S, S): 0 where a position may look, MASKED ahead of it. */
export function causalMask(length: number): tf.Tensor2D {
  const values = new Float32Array(length * length);
  for (let row = 0; row < length; row++) values.fill(MASKED, row * length + row + 1, (row + 1) * length);
  return tf.tensor2d(values, [length, length]);
}

/** `joint` is (R, B S, 3 D): queries, keys and values side by side. Returns the context (R, B S, D). */
export function attention(joint: T3, sizes: Sizes): { context: T3; tape: AttentionTape } {
  const headWidth = joint.shape[2] / (3 * sizes.heads);
  const [query, key, value] = tf.split(joint, 3, 2).map((part) => splitHeads(part as T3, sizes));
  const scores = tf.mul(tf.matMul(query, transposed(key)), 1 / Math.sqrt(headWidth));
  const weights = tf.softmax(tf.add(scores, causalMask(sizes.length))) as T3;
  return { context: mergeHeads(tf.matMul(weights, value), sizes), tape: { query, key, value, weights } };
}

/** Gradient with respect to `joint`. */
export function attentionBackward(tape: AttentionTape, dContext: T3, sizes: Sizes): T3 {
  const { query, key, value, weights } = tape;
  const headWidth = query.shape[2];
  const upstream = splitHeads(dContext, sizes);
  const dValue = tf.matMul(transposed(weights), upstream);
  const dWeights = tf.matMul(upstream, transposed(value));
  const dScores = tf.mul(
    tf.mul(weights, tf.sub(dWeights, tf.sum(tf.mul(dWeights, weights), 2, true))), 1 / Math.sqrt(headWidth),
  ) as T3;
  const dQuery = tf.matMul(dScores, key);
  const dKey = tf.matMul(transposed(dScores), query);
  return tf.concat([dQuery, dKey, dValue].map((part) => mergeHeads(part as T3, sizes)), 2);
}

/** (R, B S, D) -> (R B H, S, D/H). Four axes at a time: tfjs's wasm transpose is fifty times slower with five. */
function splitHeads(joint: T3, { lanes, batch, length, heads }: Sizes): T3 {
  const headWidth = joint.shape[2] / heads;
  const perHead = tf.transpose(tf.reshape(joint, [lanes * batch, length, heads, headWidth]), [0, 2, 1, 3]);
  return tf.reshape(perHead, [lanes * batch * heads, length, headWidth]);
}

/** The way back. */
function mergeHeads(perHead: T3, { lanes, batch, length, heads }: Sizes): T3 {
  const headWidth = perHead.shape[2];
  const perPosition = tf.transpose(tf.reshape(perHead, [lanes * batch, heads, length, headWidth]), [0, 2, 1, 3]);
  return tf.reshape(perPosition, [lanes, batch * length, heads * headWidth]);
}
