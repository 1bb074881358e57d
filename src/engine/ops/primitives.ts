/**
 * Building blocks with their hand-written derivatives, on tensors whose first axis counts lanes. Written out rather than
 * left to tfjs's tape: its matMul with transpose flags is several times slower on wasm than an explicit transpose, and a
 * forward pass can be used twice (for policy feedback, then for the first epoch).
 *
 * In `tf.matMul`, (R, M, K) x (R, K, N), wasm has a fast kernel for one lane alone. It packs `b` once and finds it again by
 * its data: never pass one tensor's data as `b` in two shapes.
 */
import * as tf from '@tensorflow/tfjs-core';

export type T3 = tf.Tensor3D;

/** Swaps the last two axes. */
export const transposed = (a: T3): T3 => tf.transpose(a, [0, 2, 1]);

/** Sum over rows, (R, M, N) -> (R, 1, N), as a product with ones: tfjs reduces only the last axis quickly. */
export function sumRows(a: T3): T3 {
  return tf.matMul(tf.ones([a.shape[0], 1, a.shape[1]]), a);
}

/** x W + b: (R, M, K), (R, K, N), (R, 1, N) -> (R, M, N). */
export const linear = (x: T3, weight: T3, bias: T3): T3 => tf.add(tf.matMul(x, weight), bias);

/** Gradients of `linear`. */
export function linearBackward(x: T3, weight: T3, dy: T3): { dx: T3; dWeight: T3; dBias: T3 } {
  return { dx: tf.matMul(dy, transposed(weight)), dWeight: tf.matMul(transposed(x), dy), dBias: sumRows(dy) };
}

const LAYER_NORM_EPSILON = 1e-5;

export interface NormTape {
  readonly normalised: T3;
  /** (R, M, 1) */
  readonly inverseDeviation: T3;
}

export function layerNorm(x: T3, scale: T3, bias: T3): { y: T3; tape: NormTape } {
  const centred = tf.sub(x, tf.mean(x, 2, true));
  const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.mul(centred, centred), 2, true), LAYER_NORM_EPSILON)) as T3;
  const normalised = tf.mul(centred, inverseDeviation) as T3;
  return { y: tf.add(tf.mul(normalised, scale), bias), tape: { normalised, inverseDeviation } };
}

export function layerNormBackward(tape: NormTape, scale: T3, dy: T3): { dx: T3; dScale: T3; dBias: T3 } {
  const { normalised, inverseDeviation } = tape;
  const d = tf.mul(dy, scale);
  const along = tf.mul(normalised, tf.mean(tf.mul(d, normalised), 2, true));
  const dx = tf.mul(inverseDeviation, tf.sub(tf.sub(d, tf.mean(d, 2, true)), along)) as T3;
  return { dx, dScale: sumRows(tf.mul(dy, normalised)), dBias: sumRows(dy) };
}

const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

export interface GeluTape {
  readonly x: T3;
  readonly gate: T3;
}

/** tanh-GELU. x (1 + tanh u) / 2 is x sigmoid(2u), and wasm's sigmoid is ten times as fast as its tanh. */
export function gelu(x: T3): { y: T3; tape: GeluTape } {
  const cubic = tf.add(tf.mul(tf.mul(x, x), 2 * GELU_SCALE * GELU_CUBIC), 2 * GELU_SCALE);
  const gate = tf.sigmoid(tf.mul(x, cubic)) as T3;
  return { y: tf.mul(x, gate), tape: { x, gate } };
}

export function geluBackward({ x, gate }: GeluTape, dy: T3): T3 {
  const slope = tf.add(tf.mul(tf.mul(x, x), 6 * GELU_SCALE * GELU_CUBIC), 2 * GELU_SCALE);
  const dGate = tf.mul(tf.mul(tf.mul(x, gate), tf.sub(1, gate)), slope);
  return tf.mul(dy, tf.add(gate, dGate));
}
