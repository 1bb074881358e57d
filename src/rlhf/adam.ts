import type { AdamOptions } from '../engine/engine.ts';

/** Adam as supervised training and the reward models use it (PyTorch's defaults), without clipping. */
export const DEFAULT_ADAM: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, maxGradientNorm: Infinity };

/** Adam as RL uses it: a shorter memory of squared gradients, and a bound on the gradient's norm. */
export function policyAdam(maxGradientNorm: number): AdamOptions {
  return { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, maxGradientNorm };
}
