/** The lab's transformer as one writes it with tfjs: each op its own call, gradients from tfjs's tape. */
import * as tf from '@tensorflow/tfjs';
import type { TransformerShape } from '../../../engine/layout.ts';
import { weight, type Weights } from './weights.ts';

const LAYER_NORM_EPSILON = 1e-5;
const MASKED = -1e9;

/** x W + b on the last axis of x. */
export function linear(weights: Weights, name: string, x: tf.Tensor): tf.Tensor {
  const matrix = weight(weights, name) as tf.Tensor2D;
  const rows = tf.reshape(x, [-1, matrix.shape[0]]) as tf.Tensor2D;
  const y = tf.add(tf.matMul(rows, matrix), weight(weights, `${name}.bias`));
  return tf.reshape(y, [...x.shape.slice(0, -1), matrix.shape[1]]);
}

export function layerNorm(weights: Weights, name: string, x: tf.Tensor): tf.Tensor {
  const { mean, variance } = tf.moments(x, -1, true);
  const normalised = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(normalised, weight(weights, `${name}.scale`)), weight(weights, `${name}.bias`));
}

function gelu(x: tf.Tensor): tf.Tensor {
  const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
}

/** Sums of embeddings; by a product with one-hot words, since tfjs has no gradient of gather on wasm. */
export function embed(weights: Weights, tokens: tf.Tensor, positions: tf.Tensor, { vocabulary, width }: TransformerShape): tf.Tensor {
  // The product turns what WebGPU keeps as integers into floats, which matMul needs.
  const oneHot = tf.mul(tf.cast(tf.oneHot(tf.cast(tf.reshape(tokens, [-1]), 'int32'), vocabulary), 'float32'), 1) as tf.Tensor2D;
  const words = tf.matMul(oneHot, weight(weights, 'tokenEmbedding') as tf.Tensor2D);
  return tf.add(tf.reshape(words, [...tokens.shape, width]), positions);
}

/** The two halves of a block; `attend` maps queries, keys and values, (B, S, D) each, to a context of that shape. */
export function block(
  weights: Weights, name: string, x: tf.Tensor, attend: (query: tf.Tensor, key: tf.Tensor, value: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const normed = layerNorm(weights, `${name}.ln1`, x);
  const [query, key, value] = ['query', 'key', 'value'].map((projection) => linear(weights, `${name}.${projection}`, normed));
  const attended = tf.add(x, linear(weights, `${name}.attentionOut`, attend(query, key, value)));
  const inner = gelu(linear(weights, `${name}.mlpIn`, layerNorm(weights, `${name}.ln2`, attended)));
  return tf.add(attended, linear(weights, `${name}.mlpOut`, inner));
}

/** (B, S, D) -> (B, H, S, D/H) */
export function splitHeads(x: tf.Tensor, heads: number): tf.Tensor {
  const [batch, length, width] = x.shape;
  return tf.transpose(tf.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
}

export function mergeHeads(x: tf.Tensor): tf.Tensor {
  const [batch, heads, length, headWidth] = x.shape;
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [batch, length, heads * headWidth]);
}

/** States after the final LN, (B, S, D), of tokens (B, S). */
export function transformer(weights: Weights, shape: TransformerShape, tokens: tf.Tensor): tf.Tensor {
  const [, length] = tokens.shape;
  const { width, heads, layers } = shape;
  const ahead = tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([length, length]), -1, 0)), MASKED);
  const positions = tf.slice(weight(weights, 'positionEmbedding'), [0, 0], [length, width]);
  let x = embed(weights, tokens, positions, shape);
  for (let layer = 0; layer < layers; layer++) {
    x = block(weights, `block${layer}`, x, (query, key, value) => {
      const [q, k, v] = [query, key, value].map((part) => splitHeads(part, heads));
      const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width / heads));
      return mergeHeads(tf.matMul(tf.softmax(tf.add(scores, ahead)), v));
    });
  }
  return layerNorm(weights, 'finalLn', x);
}
