/** The lab's transformer in jax-js, lanes first. Functions own their arguments, weights apart: those are only referred to. */
import { nn, numpy as np } from '@jax-js/jax';
import type { TransformerShape } from '../../../engine/layout.ts';
import type { Weights } from './weights.ts';

const LAYER_NORM_EPSILON = 1e-5;
const MASKED = -1e9;

/** x W + b: (R, M, K) -> (R, M, N) */
export function linear(weights: Weights, name: string, x: np.Array): np.Array {
  return np.matmul(x, weights[name].ref).add(weights[`${name}.bias`].ref);
}

export function layerNorm(weights: Weights, name: string, x: np.Array): np.Array {
  const centred = x.ref.sub(x.mean(-1, { keepdims: true }));
  const variance = np.square(centred.ref).mean(-1, { keepdims: true });
  const normalised = centred.div(np.sqrt(variance.add(LAYER_NORM_EPSILON)));
  return normalised.mul(weights[`${name}.scale`].ref).add(weights[`${name}.bias`].ref);
}

/** 1 at each word, (..., V). */
export function oneHot(tokens: np.Array, count: number): np.Array {
  return np.equal(np.expandDims(tokens, -1), np.arange(count).astype(np.float32)).astype(np.float32);
}

type Attend = (query: np.Array, key: np.Array, value: np.Array) => np.Array;

export function block(weights: Weights, name: string, x: np.Array, attend: Attend): np.Array {
  const normed = layerNorm(weights, `${name}.ln1`, x.ref);
  const query = linear(weights, `${name}.query`, normed.ref);
  const key = linear(weights, `${name}.key`, normed.ref);
  const value = linear(weights, `${name}.value`, normed);
  const attended = x.add(linear(weights, `${name}.attentionOut`, attend(query, key, value)));
  const inner = nn.gelu(linear(weights, `${name}.mlpIn`, layerNorm(weights, `${name}.ln2`, attended.ref)), { approximate: true });
  return attended.add(linear(weights, `${name}.mlpOut`, inner));
}

export interface Sizes {
  readonly lanes: number;
  readonly batch: number;
  readonly length: number;
}

/** (R, B S, D) -> (R B, H, S, D/H) */
export function splitHeads(x: np.Array, { lanes, batch, length }: Sizes, heads: number): np.Array {
  const headWidth = x.shape[2] / heads;
  return x.reshape([lanes * batch, length, heads, headWidth]).transpose([0, 2, 1, 3]);
}

export function mergeHeads(x: np.Array, { lanes, batch, length }: Sizes): np.Array {
  const width = x.shape[1] * x.shape[3];
  return x.transpose([0, 2, 1, 3]).reshape([lanes, batch * length, width]);
}

/** softmax(q k^T / sqrt(width) + mask) v */
export function attention(query: np.Array, keys: np.Array, values: np.Array, mask: np.Array): np.Array {
  const scale = 1 / Math.sqrt(query.shape[query.ndim - 1]);
  const scores = np.matmul(query, np.swapaxes(keys, -1, -2)).mul(scale).add(mask);
  return np.matmul(nn.softmax(scores), values);
}

/** (S, S): 0 where a position may look. */
function causal(length: number): np.Array {
  return np.triu(np.full([length, length], MASKED), 1);
}

/** States after the final LN, (R, B S, D), of tokens (R, B S). */
export function transformer(weights: Weights, shape: TransformerShape, tokens: np.Array, sizes: Sizes): np.Array {
  const { lanes, batch, length } = sizes;
  const { width, heads, layers, vocabulary } = shape;
  const words = np.matmul(oneHot(tokens, vocabulary), weights.tokenEmbedding.ref).reshape([lanes, batch, length, width]);
  let x = words.add(weights.positionEmbedding.ref.reshape([lanes, 1, length, width])).reshape([lanes, batch * length, width]);
  for (let layer = 0; layer < layers; layer++) {
    x = block(weights, `block${layer}`, x, (query, key, value) => {
      const [q, k, v] = [query, key, value].map((part) => splitHeads(part, sizes, heads));
      return mergeHeads(attention(q, k, v, causal(length)), sizes);
    });
  }
  return layerNorm(weights, 'finalLn', x);
}
