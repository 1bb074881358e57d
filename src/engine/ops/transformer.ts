/** The causal pre-LN transformer: forward with a tape, and the gradient of all parameters. */
import * as tf from '@tensorflow/tfjs-core';
import { transformerLayout, type TransformerShape } from '../layout.ts';
import { attention, attentionBackward, type AttentionTape } from './attention.ts';
import { cut, cutAll } from './cut.ts';
import {
  gelu, geluBackward, layerNorm, layerNormBackward, linear, linearBackward, transposed,
  type GeluTape, type NormTape, type T3,
} from './primitives.ts';
import { flattenGradients, sliceViews, view, type Views } from './weights.ts';

/** A block's weights; query, key and value stand side by side in one matrix. */
export interface BlockWeights {
  readonly ln1: readonly [scale: T3, bias: T3];
  readonly joint: readonly [weight: T3, bias: T3];
  readonly attentionOut: readonly [weight: T3, bias: T3];
  readonly ln2: readonly [scale: T3, bias: T3];
  readonly mlpIn: readonly [weight: T3, bias: T3];
  readonly mlpOut: readonly [weight: T3, bias: T3];
}
export interface TransformerWeights {
  readonly shape: TransformerShape;
  readonly tokenEmbedding: T3;
  readonly positionEmbedding: T3;
  readonly blocks: readonly BlockWeights[];
  readonly finalLn: readonly [scale: T3, bias: T3];
  readonly output: readonly [weight: T3, bias: T3];
}

const PROJECTIONS = ['query', 'key', 'value'] as const;

export function transformerWeights(flat: tf.Tensor2D, shape: TransformerShape): TransformerWeights {
  const views: Views = sliceViews(flat, transformerLayout(shape));
  const linearPair = (name: string) => [view(views, name), view(views, `${name}.bias`)] as const;
  const normPair = (name: string) => [view(views, `${name}.scale`), view(views, `${name}.bias`)] as const;
  const blocks = Array.from({ length: shape.layers }, (_, layer): BlockWeights => {
    const block = `block${layer}`;
    return {
      ln1: normPair(`${block}.ln1`),
      joint: [
        tf.concat(PROJECTIONS.map((name) => view(views, `${block}.${name}`)), 2),
        tf.concat(PROJECTIONS.map((name) => view(views, `${block}.${name}.bias`)), 2),
      ],
      attentionOut: linearPair(`${block}.attentionOut`),
      ln2: normPair(`${block}.ln2`),
      mlpIn: linearPair(`${block}.mlpIn`),
      mlpOut: linearPair(`${block}.mlpOut`),
    };
  });
  return {
    shape, blocks,
    tokenEmbedding: view(views, 'tokenEmbedding'),
    positionEmbedding: view(views, 'positionEmbedding'),
    finalLn: normPair('finalLn'),
    output: linearPair('output'),
  };
}

interface BlockTape {
  readonly ln1: NormTape;
  readonly normed1: T3;
  readonly attention: AttentionTape;
  readonly context: T3;
  readonly ln2: NormTape;
  readonly normed2: T3;
  readonly gelu: GeluTape;
  readonly activated: T3;
}

/** One forward pass over (R, B, S) tokens, with what its backward pass needs. */
export interface Pass {
  readonly lanes: number;
  readonly batch: number;
  readonly length: number;
  readonly weights: TransformerWeights;
  /** (R, B S, V) */
  readonly oneHot: T3;
  readonly blocks: readonly BlockTape[];
  readonly finalLn: NormTape;
  /** (R, B S, D), after the final LN. */
  readonly hidden: T3;
}

/** `tokens` is (R, B, S) int32. */
export function forward(weights: TransformerWeights, tokens: T3): Pass {
  const [lanes, batch, length] = tokens.shape;
  const { shape } = weights;
  const { heads, width, vocabulary } = shape;
  const sizes = { lanes, batch, length, heads };
  // On WebGPU the cast alone relabels the integers, which a transpose cannot read: the product makes them floats.
  const oneHot = tf.mul(tf.cast(tf.oneHot(tf.cast(tf.reshape(tokens, [lanes, batch * length]), 'int32'), vocabulary), 'float32'), 1) as T3;
  const positions = tf.reshape(cut(weights.positionEmbedding, [0, 0, 0], [lanes, length, width]), [lanes, 1, length, width]);
  let x = tf.reshape(tf.add(tf.reshape(tf.matMul(oneHot, weights.tokenEmbedding), [lanes, batch, length, width]), positions), [lanes, batch * length, width]) as T3;
  const blocks = weights.blocks.map((block): BlockTape => {
    const norm1 = layerNorm(x, ...block.ln1);
    const attended = attention(linear(norm1.y, ...block.joint), sizes);
    x = tf.add(x, linear(attended.context, ...block.attentionOut));
    const norm2 = layerNorm(x, ...block.ln2);
    const activated = gelu(linear(norm2.y, ...block.mlpIn));
    x = tf.add(x, linear(activated.y, ...block.mlpOut));
    return {
      ln1: norm1.tape, normed1: norm1.y, attention: attended.tape, context: attended.context,
      ln2: norm2.tape, normed2: norm2.y, gelu: activated.tape, activated: activated.y,
    };
  });
  const final = layerNorm(x, ...weights.finalLn);
  return { lanes, batch, length, weights, oneHot, blocks, finalLn: final.tape, hidden: final.y };
}

/** Logits that predict the tokens at positions `from` .. S-1, each from the position before it: (R, B (S - from), V). */
export function logitsBefore(pass: Pass, from: number): T3 {
  return linear(hiddenBefore(pass, from), ...pass.weights.output);
}

function hiddenBefore({ hidden, lanes, batch, length }: Pass, from: number): T3 {
  const width = hidden.shape[2];
  return tf.reshape(cut(tf.reshape(hidden, [lanes, batch, length, width]), [0, 0, from - 1, 0], [lanes, batch, length - from, width]), [lanes, batch * (length - from), width]);
}

/** Flat gradient (R, P), given the gradient of `logitsBefore(pass, from)`. */
export function backward(pass: Pass, from: number, dLogits: T3): tf.Tensor2D {
  const { lanes, batch, length, weights } = pass;
  const { shape } = weights;
  const { width } = shape;
  const sizes = { lanes, batch, length, heads: shape.heads };
  const gradients = new Map<string, tf.Tensor>();
  const setLinear = (name: string, { dWeight, dBias }: { dWeight: tf.Tensor; dBias: tf.Tensor }) =>
    gradients.set(name, dWeight).set(`${name}.bias`, dBias);
  const setNorm = (name: string, { dScale, dBias }: { dScale: tf.Tensor; dBias: tf.Tensor }) =>
    gradients.set(`${name}.scale`, dScale).set(`${name}.bias`, dBias);

  const output = linearBackward(hiddenBefore(pass, from), weights.output[0], dLogits);
  setLinear('output', output);
  const dHidden = tf.reshape(tf.pad(tf.reshape(output.dx, [lanes, batch, length - from, width]), [[0, 0], [0, 0], [from - 1, 1], [0, 0]]), [lanes, batch * length, width]) as T3;
  const final = layerNormBackward(pass.finalLn, weights.finalLn[0], dHidden);
  setNorm('finalLn', final);

  let dx = final.dx;
  for (let layer = shape.layers - 1; layer >= 0; layer--) {
    const block = weights.blocks[layer];
    const tape = pass.blocks[layer];
    const name = `block${layer}`;
    const mlpOut = linearBackward(tape.activated, block.mlpOut[0], dx);
    const mlpIn = linearBackward(tape.normed2, block.mlpIn[0], geluBackward(tape.gelu, mlpOut.dx));
    const norm2 = layerNormBackward(tape.ln2, block.ln2[0], mlpIn.dx);
    dx = tf.add(dx, norm2.dx);
    const attentionOut = linearBackward(tape.context, block.attentionOut[0], dx);
    const joint = linearBackward(tape.normed1, block.joint[0], attentionBackward(tape.attention, attentionOut.dx, sizes));
    const norm1 = layerNormBackward(tape.ln1, block.ln1[0], joint.dx);
    dx = tf.add(dx, norm1.dx);
    setLinear(`${name}.mlpOut`, mlpOut);
    setLinear(`${name}.mlpIn`, mlpIn);
    setNorm(`${name}.ln2`, norm2);
    setLinear(`${name}.attentionOut`, attentionOut);
    setNorm(`${name}.ln1`, norm1);
    const dWeights = cutAll(joint.dWeight, [width, width, width], 2);
    const dBiases = cutAll(joint.dBias, [width, width, width], 2);
    PROJECTIONS.forEach((projection, i) => setLinear(`${name}.${projection}`, { dWeight: dWeights[i], dBias: dBiases[i] }));
  }

  gradients.set('tokenEmbedding', tf.matMul(transposed(pass.oneHot), dx));
  const dPositions = tf.sum(tf.reshape(dx, [lanes, batch, length, width]), 1);
  gradients.set('positionEmbedding', tf.pad(dPositions, [[0, 0], [0, shape.positions - length], [0, 0]]));
  return flattenGradients(gradients, transformerLayout(shape));
}
