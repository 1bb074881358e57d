/** Adam with a bound on each lane's gradient norm, on trees of arrays; to be jitted with the step around it. */
import { numpy as np } from '@jax-js/jax';
import type { AdamOptions } from '../../../engine/engine.ts';
import { zerosLike, type Weights } from './weights.ts';

const NORM_EPSILON = 1e-6;

export type Training = { weights: Weights; first: Weights; second: Weights };
/** Adam's corrections of bias at a step, scalars. */
export type Correction = { first: np.Array; second: np.Array };

export function training(weights: Weights): Training {
  return { weights, first: zerosLike(weights), second: zerosLike(weights) };
}

/** Of the `step`-th update, from 1. */
export function correction(step: number, { beta1, beta2 }: AdamOptions): Correction {
  return { first: np.array([1 / (1 - beta1 ** step)]), second: np.array([1 / (1 - beta2 ** step)]) };
}

/** The next state and the gradient norms before clipping, (R). */
export function adam(
  { weights, first, second }: Training, gradients: Weights, at: Correction, learningRate: number, options: AdamOptions,
): { next: Training; norm: np.Array } {
  const { beta1, beta2, epsilon, maxGradientNorm } = options;
  const names = Object.keys(weights);
  const norm = np.sqrt(names.map((name) => np.square(gradients[name].ref).sum([1, 2])).reduce((sum, part) => sum.add(part)));
  const scale = Number.isFinite(maxGradientNorm)
    ? np.minimum(1, np.divide(maxGradientNorm, norm.ref.add(NORM_EPSILON))).reshape([-1, 1, 1])
    : np.ones([1, 1, 1]);
  const next: Training = { weights: {}, first: {}, second: {} };
  for (const name of names) {
    const gradient = gradients[name].mul(scale.ref);
    const m = first[name].mul(beta1).add(gradient.ref.mul(1 - beta1));
    const v = second[name].mul(beta2).add(np.square(gradient).mul(1 - beta2));
    const step = m.ref.mul(at.first.ref).div(np.sqrt(v.ref.mul(at.second.ref)).add(epsilon)).mul(learningRate);
    next.weights[name] = weights[name].sub(step);
    next.first[name] = m;
    next.second[name] = v;
  }
  scale.dispose();
  at.first.dispose();
  at.second.dispose();
  return { next, norm };
}
