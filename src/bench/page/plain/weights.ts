/** Parameters as tfjs variables, one for each matrix and vector. */
import * as tf from '@tensorflow/tfjs';
import type { Layout } from '../../../engine/layout.ts';

export type Weights = ReadonlyMap<string, tf.Variable>;

/** `flat` holds one model. */
export function weightsFrom(flat: Float32Array, layout: Layout): Weights {
  return new Map(layout.entries.map(({ name, shape, offset, size }) =>
    [name, tf.variable(tf.tensor(flat.slice(offset, offset + size), [...shape]))]));
}

export function weight(weights: Weights, name: string): tf.Tensor {
  const found = weights.get(name);
  if (!found) throw new Error(`no parameter named ${name}`);
  return found;
}

/** Puts tensors, in the layout's order, into one vector on the host. */
export async function flattened(parts: readonly tf.Tensor[]): Promise<Float32Array> {
  const flat = tf.tidy(() => tf.concat(parts.map((part) => tf.reshape(part, [-1]))));
  const values = await flat.data<'float32'>();
  flat.dispose();
  return Float32Array.from(values);
}
