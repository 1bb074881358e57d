/**
 * Causal multi-head self-attention between the joint query-key-value projection and the output projection. Its products
 * are batched over heads and rows, where transpose flags cost tfjs nothing, unlike in the products with weights.
 */
import * as tf from '@tensorflow/tfjs-core';
import { cutAll } from './cut.ts';
import type { T3 } from './primitives.ts';

/** Added to scores that must not count; exp of it is 0 in float32. */
export const MASKED = -1e9;

export interface AttentionTape {
  /** (H R B, S, D/H) each. */
  readonly query: T3;
  readonly key: T3;
  readonly value: T3;
  /** (H R B, S, S) */
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
export function attention(joint: T3, { lanes, length, heads }: Sizes): { context: T3; tape: AttentionTape } {
  const [query, key, value] = splitHeads(joint, 3, heads, length);
  const scores = tf.mul(tf.matMul(query, key, false, true), 1 / Math.sqrt(query.shape[2]));
  const weights = tf.softmax(tf.add(scores, causalMask(length))) as T3;
  return { context: mergeHeads([tf.matMul(weights, value)], lanes, heads), tape: { query, key, value, weights } };
}

/** Gradient with respect to `joint`. */
export function attentionBackward(tape: AttentionTape, dContext: T3, { lanes, length, heads }: Sizes): T3 {
  const { query, key, value, weights } = tape;
  const [upstream] = splitHeads(dContext, 1, heads, length);
  const dValue: T3 = tf.matMul(weights, upstream, true, false);
  const dWeights = tf.matMul(upstream, value, false, true);
  const dScores = tf.mul(
    tf.mul(weights, tf.sub(dWeights, tf.sum(tf.mul(dWeights, weights), 2, true))), 1 / Math.sqrt(query.shape[2]),
  ) as T3;
  const dQuery: T3 = tf.matMul(dScores, key);
  const dKey: T3 = tf.matMul(dScores, query, true, false);
  return mergeHeads([dQuery, dKey, dValue], lanes, heads);
}

/**
 * (R, B S, parts D) -> `parts` tensors (H R B, S, D/H). Heads come first so that the parts lie one after the other: on wasm
 * tfjs cuts columns row by row in JavaScript.
 */
export function splitHeads(x: T3, parts: number, heads: number, length: number): T3[] {
  const [lanes, rows, columns] = x.shape;
  const headWidth = columns / (parts * heads);
  const headsFirst = tf.transpose(tf.reshape(x, [lanes * rows, parts * heads, headWidth]), [1, 0, 2]);
  const perPart: [number, number, number] = [heads * lanes * rows / length, length, headWidth];
  return parts === 1 ? [tf.reshape(headsFirst, perPart)] : cutAll(headsFirst, new Array<number>(parts).fill(heads), 0).map((part) => tf.reshape(part, perPart));
}

/** The way back: `parts` tensors (H R B, S, D/H) -> (R, B S, parts D). */
export function mergeHeads(parts: readonly T3[], lanes: number, heads: number): T3 {
  const headWidth = parts[0].shape[2];
  const rows = parts[0].size / (heads * headWidth);
  const headsFirst = tf.reshape(parts.length === 1 ? parts[0] : tf.concat([...parts], 0), [parts.length * heads, rows, headWidth]);
  return tf.reshape(tf.transpose(headsFirst, [1, 0, 2]), [lanes, rows / lanes, parts.length * heads * headWidth]);
}
