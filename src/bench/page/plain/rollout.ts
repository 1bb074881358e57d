/** Sampling with a key-value cache, word by word. */
import * as tf from '@tensorflow/tfjs';
import type { TransformerShape } from '../../../engine/layout.ts';
import { EOS, PAD } from '../../../world/words.ts';
import { block, embed, layerNorm, linear, mergeHeads, splitHeads } from './transformer.ts';
import { weight, type Weights } from './weights.ts';

const MASKED = -1e9;

export interface PlainRollout {
  /** (B, S) int32 */
  readonly tokens: tf.Tensor2D;
  /** (B, S, D) */
  readonly hidden: tf.Tensor;
  /** (B, L), 0 at PAD */
  readonly logProbs: tf.Tensor;
}

/** `prompts` is (B, prompt length), `uniforms` (B, L): each word is the first whose cumulative probability exceeds its number. */
export function rollout(weights: Weights, shape: TransformerShape, prompts: tf.Tensor2D, uniforms: tf.Tensor2D): PlainRollout {
  const { vocabulary, width, heads, layers } = shape;
  const [batch, promptLength] = prompts.shape;
  const length = promptLength + uniforms.shape[1];
  const noPad = tf.oneHot(tf.tensor1d([PAD], 'int32'), vocabulary, MASKED, 0, 'float32');
  const caches: { keys: tf.Tensor; values: tf.Tensor }[] = [];
  const columns = tf.unstack(prompts, 1).map((column) => tf.cast(column, 'float32'));
  const states: tf.Tensor[] = [];
  const logProbs: tf.Tensor[] = [];
  let alive: tf.Tensor = tf.ones([batch]);

  for (let position = 0; position < length; position++) {
    const hidden = step(columns[position], position);
    states.push(hidden);
    if (position < promptLength - 1 || position === length - 1) continue;
    const logits = tf.reshape(linear(weights, 'output', hidden), [batch, vocabulary]);
    const cumulative = tf.cumsum(tf.softmax(tf.add(logits, noPad)), 1);
    const uniform = tf.slice(uniforms, [0, position - promptLength + 1], [batch, 1]);
    const drawn = tf.minimum(tf.sum(tf.cast(tf.lessEqual(cumulative, uniform), 'float32'), 1), vocabulary - 1);
    const token = tf.mul(drawn, alive);
    const chosen = tf.cast(tf.oneHot(tf.cast(token, 'int32'), vocabulary), 'float32');
    logProbs.push(tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), chosen), 1), alive));
    alive = tf.mul(alive, tf.cast(tf.notEqual(token, EOS), 'float32'));
    columns.push(token);
  }
  return {
    tokens: tf.cast(tf.stack(columns, 1), 'int32') as tf.Tensor2D,
    hidden: tf.concat(states, 1),
    logProbs: tf.stack(logProbs, 1),
  };

  /** The state of one position, (B, 1, D); grows the caches. */
  function step(tokens: tf.Tensor, position: number): tf.Tensor {
    const place = tf.slice(weight(weights, 'positionEmbedding'), [position, 0], [1, width]);
    let x = embed(weights, tf.reshape(tokens, [batch, 1]), place, shape);
    for (let layer = 0; layer < layers; layer++) {
      x = block(weights, `block${layer}`, x, (query, key, value) => {
        const [q, k, v] = [query, key, value].map((part) => splitHeads(part, heads));
        const before = caches[layer];
        const cache = before ? { keys: tf.concat([before.keys, k], 2), values: tf.concat([before.values, v], 2) } : { keys: k, values: v };
        caches[layer] = cache;
        const scores = tf.mul(tf.matMul(q, cache.keys, false, true), 1 / Math.sqrt(width / heads));
        return mergeHeads(tf.matMul(tf.softmax(scores), cache.values));
      });
    }
    return layerNorm(weights, 'finalLn', x);
  }
}
