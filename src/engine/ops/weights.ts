/** Named views into flat parameter tensors, and the way back for gradients. */
import * as tf from '@tensorflow/tfjs-core';
import type { Layout } from '../layout.ts';
import { cutAll } from './cut.ts';
import type { T3 } from './primitives.ts';

/** Every entry as (R, rows, columns); vectors get one row. */
export type Views = ReadonlyMap<string, T3>;

/** `flat` is (R, P). */
export function sliceViews(flat: tf.Tensor2D, layout: Layout): Views {
  const lanes = flat.shape[0];
  const parts = cutAll(flat, layout.entries.map((entry) => entry.size), 1);
  return new Map(layout.entries.map(({ name, shape }, index) => {
    const columns = shape[shape.length - 1];
    return [name, tf.reshape(parts[index], [lanes, shape.length === 1 ? 1 : shape[0], columns]) as T3];
  }));
}

export function view(views: Views, name: string): T3 {
  const found = views.get(name);
  if (!found) throw new Error(`no parameter named ${name}`);
  return found;
}

/** Gathers named gradients into the flat order, (R, P). Every entry must be there. */
export function flattenGradients(gradients: ReadonlyMap<string, tf.Tensor>, layout: Layout): tf.Tensor2D {
  const parts = layout.entries.map(({ name, size }) => {
    const gradient = gradients.get(name);
    if (!gradient) throw new Error(`no gradient for ${name}`);
    return tf.reshape(gradient, [gradient.shape[0]!, size]) as tf.Tensor2D;
  });
  return tf.concat(parts, 1);
}
