/** Adam on a flat parameter vector, with clipping of each lane's gradient norm. */
import * as tf from '@tensorflow/tfjs-core';
import type { AdamOptions } from '../engine.ts';

/** One chunk of lanes in training: tensors (R, P) that outlive every scope. */
export interface Optimised {
  parameters: tf.Tensor2D;
  first: tf.Tensor2D;
  second: tf.Tensor2D;
}

export function optimised(parameters: tf.Tensor2D): Optimised {
  return { parameters, first: tf.keep(tf.zerosLike(parameters)), second: tf.keep(tf.zerosLike(parameters)) };
}

/** Takes the place of the old tensors, in every scope. */
export function replace(target: Optimised, next: Readonly<Optimised>): void {
  tf.dispose([target.first, target.second, target.parameters]);
  target.first = tf.keep(next.first);
  target.second = tf.keep(next.second);
  target.parameters = tf.keep(next.parameters);
}

/** Guards the division by a vanishing norm, as PyTorch's clip_grad_norm_ does. */
const NORM_EPSILON = 1e-6;

/** The `step`-th update (from 1). Returns the gradient norms before clipping, (R, 1). */
export function adamStep(target: Optimised, gradient: tf.Tensor2D, step: number, learningRate: number, options: AdamOptions): tf.Tensor2D {
  const { beta1, beta2, epsilon, maxGradientNorm, weightDecay = 0 } = options;
  const norm = tf.sqrt(tf.sum(tf.mul(gradient, gradient), 1, true)) as tf.Tensor2D;
  const clipped = Number.isFinite(maxGradientNorm)
    ? tf.mul(gradient, tf.minimum(1, tf.div(maxGradientNorm, tf.add(norm, NORM_EPSILON))))
    : gradient;
  const first = tf.add(tf.mul(target.first, beta1), tf.mul(clipped, 1 - beta1));
  const second = tf.add(tf.mul(target.second, beta2), tf.mul(tf.mul(clipped, clipped), 1 - beta2));
  const rate = learningRate / (1 - beta1 ** step);
  const deviation = tf.add(tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
  const decayed = weightDecay > 0 ? tf.mul(target.parameters, 1 - learningRate * weightDecay) : target.parameters;
  const parameters = tf.sub(decayed, tf.mul(tf.div(first, deviation), rate)) as tf.Tensor2D;
  replace(target, { first: first as tf.Tensor2D, second: second as tf.Tensor2D, parameters });
  return norm;
}
