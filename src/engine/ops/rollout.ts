/** Sampling with a key-value cache, one position at a time, all responses of all lanes together. */
import * as tf from '@tensorflow/tfjs-core';
import type { RolloutRequest } from '../engine.ts';
import { uniform } from '../random.ts';
import { MASKED, mergeHeads, splitHeads } from './attention.ts';
import { cut, cutAll } from './cut.ts';
import { gelu, layerNorm, linear, type T3 } from './primitives.ts';
import type { TransformerWeights } from './transformer.ts';

export const PAD = 0;
export const EOS = 1;

interface Cache {
  keys: T3 | null;
  values: T3 | null;
}

/**
 * Draws each word by inverse CDF: the first word, in the vocabulary's order, whose cumulative probability exceeds the
 * uniform draw. (Gumbel's trick would need logarithms near 1, where GPUs are too inexact to repeat a CPU's choice.)
 * PAD is never drawn. Returns (R, B, S) int32.
 */
export function sample(weights: TransformerWeights, request: RolloutRequest, lanes: number): T3 {
  const { promptLength, responseLength, temperature, keys } = request;
  const { vocabulary, width, heads } = weights.shape;
  const batch = request.prompts.length / (lanes * promptLength);
  const length = promptLength + responseLength;
  const rows = lanes * batch;
  const prompts = cutAll(tf.tensor3d(request.prompts, [lanes, batch, promptLength], 'int32'), new Array<number>(promptLength).fill(1), 2);
  const draws = tf.unstack(uniforms(keys, batch, responseLength), 2);
  const noPad = tf.reshape(tf.oneHot([PAD], vocabulary, MASKED, 0, 'float32'), [1, 1, vocabulary]);
  const upTo = tf.tensor3d(triangular(vocabulary), [1, vocabulary, vocabulary]);
  const caches = weights.blocks.map((): Cache => ({ keys: null, values: null }));

  const columns: tf.Tensor[] = prompts.map((column) => tf.cast(tf.reshape(column, [lanes, batch]), 'float32'));
  let alive: tf.Tensor = tf.ones([lanes, batch]);
  for (let position = 0; position < length - 1; position++) {
    const hidden = step(columns[position], position);
    if (position < promptLength - 1) continue;
    const logits = linear(layerNorm(hidden, ...weights.finalLn).y, ...weights.output);
    const chosen = temperature === 0
      ? tf.cast(tf.argMax(tf.add(logits, noPad), 2), 'float32')
      : drawn(logits, draws[position - promptLength + 1]);
    const token = tf.mul(chosen, alive);
    alive = tf.mul(alive, tf.cast(tf.notEqual(token, EOS), 'float32'));
    columns.push(token);
  }
  return tf.cast(tf.stack(columns, 2), 'int32') as T3;

  function drawn(logits: T3, u: tf.Tensor): tf.Tensor {
    const probabilities = tf.reshape(tf.softmax(tf.add(tf.div(logits, temperature), noPad)), [1, rows, vocabulary]) as T3;
    const cumulative = tf.reshape(tf.matMul(probabilities, upTo as T3), [lanes, batch, vocabulary]);
    // Not a comparison: tfjs's wasm kernel for one that broadcasts is ten times slower.
    const above = tf.sum(tf.step(tf.sub(cumulative, tf.expandDims(u, 2))), 2);
    return tf.minimum(tf.sub(vocabulary, above), vocabulary - 1);
  }

  /** The state before the final LN of the tokens at one position, (R, B, D); grows the caches. */
  function step(tokens: tf.Tensor, position: number): T3 {
    const oneHot = tf.cast(tf.oneHot(tf.cast(tokens, 'int32'), vocabulary), 'float32') as T3;
    let x = tf.add(
      tf.matMul(oneHot, weights.tokenEmbedding), cut(weights.positionEmbedding, [0, position, 0], [lanes, 1, width]),
    ) as T3;
    weights.blocks.forEach((block, layer) => {
      const [query, key, value] = splitHeads(linear(layerNorm(x, ...block.ln1).y, ...block.joint), 3, heads, 1);
      const cache = caches[layer];
      cache.keys = cache.keys ? tf.concat([cache.keys, key], 1) : key;
      cache.values = cache.values ? tf.concat([cache.values, value], 1) : value;
      const scores = tf.mul(tf.matMul(query, cache.keys, false, true), 1 / Math.sqrt(width / heads));
      const context = mergeHeads([tf.matMul(tf.softmax(scores), cache.values)], lanes, heads);
      x = tf.add(x, linear(context, ...block.attentionOut));
      x = tf.add(x, linear(gelu(linear(layerNorm(x, ...block.ln2).y, ...block.mlpIn)).y, ...block.mlpOut));
    });
    return x;
  }
}

/** (R, B, L) */
function uniforms(keys: Uint32Array, batch: number, responseLength: number): T3 {
  const perLane = batch * responseLength;
  const values = new Float32Array(keys.length * perLane);
  keys.forEach((key, lane) => {
    for (let i = 0; i < perLane; i++) values[lane * perLane + i] = uniform(key, i);
  });
  return tf.tensor3d(values, [keys.length, batch, responseLength]);
}

/** Right factor that turns probabilities into cumulative ones. */
function triangular(size: number): Float32Array {
  const values = new Float32Array(size * size);
  for (let row = 0; row < size; row++) values.fill(1, row * size + row, (row + 1) * size);
  return values;
}
