import { describe, expect, it } from 'vitest';
import { adamKernel } from './adam.ts';
import { grebtKernel, objectiveKernel } from './checks.ts';
import { feedbackRewardsKernel, feedbackTrainKernel } from './feedback.ts';
import { forwardKernel } from './forward.ts';
import { gradientKernel } from './gradient.ts';
import { headGradientKernel } from './head.ts';
import { advantagesKernel, headKernel, matchScaleKernel } from './rewards.ts';
import { rolloutKernel } from './rollout.ts';
import { trainKernel } from './train.ts';
import type { Kernel } from '../gpu/kernel.ts';

const shapes = [16, 32, 128].map((width) => ({ vocabulary: 43, width, layers: 4, heads: 4, positions: 19 }));
const feedback = { policyWidth: 128, trunkWidth: 128, attentionWidth: 128 };
const kernels: readonly Kernel[] = [
  ...shapes.flatMap((shape) => [rolloutKernel(shape, 19), forwardKernel(shape, 19), trainKernel(shape, 19)]),
  feedbackRewardsKernel(feedback, 19), feedbackTrainKernel(feedback, 19),
  gradientKernel, adamKernel, headKernel, advantagesKernel, matchScaleKernel, headGradientKernel, grebtKernel, objectiveKernel(16, 43),
];

describe('kernels keep to what WebGPU promises', () => {
  it.each(kernels.map((kernel) => [kernel.name, kernel] as const))('%s', (_, { bindings, workgroup, settings }) => {
    expect(bindings.length).toBeLessThanOrEqual(8);
    expect(workgroup).toBeLessThanOrEqual(256);
    // Settings share a uniform buffer at steps of 256 bytes.
    expect(Object.keys(settings).length * 4).toBeLessThanOrEqual(256);
  });

  it('names kernels of different shapes differently', () => {
    expect(new Set(kernels.map(({ name }) => name)).size).toBe(kernels.length);
  });
});
