import { describe, expect, it } from 'vitest';
import { feedbackLayout, transformerLayout } from '../layout.ts';
import { feedbackPlan, transformerPlan } from './gradientPlans.ts';
import { gradientPlan, type PlanEntry } from './kernels/gradient.ts';
import { trainPlaces } from './kernels/train.ts';
import { feedbackPlaces } from './wgsl/feedback.ts';

/** How many entries write each parameter. */
function writers(plan: readonly PlanEntry[], size: number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const { target, inputs, outputs } of plan) {
    for (let i = target; i < target + inputs * outputs; i++) counts[i]++;
  }
  return counts;
}

const transformer = { vocabulary: 7, width: 6, layers: 3, heads: 2, positions: 9 };
const feedback = { policyWidth: 6, trunkWidth: 5, attentionWidth: 4 };

describe('gradient plans', () => {
  it('write each parameter of a transformer once', () => {
    const { size } = transformerLayout(transformer);
    expect(new Set(writers(transformerPlan(transformer, trainPlaces(transformer, 8)), size))).toEqual(new Set([1]));
  });

  it('write each parameter of the feedback model once', () => {
    const { size } = feedbackLayout(feedback);
    expect(new Set(writers(feedbackPlan(feedback, feedbackPlaces(feedback, 8)), size))).toEqual(new Set([1]));
  });

  it('read within a response’s part of the workspace', () => {
    const length = 8;
    const places = trainPlaces(transformer, length);
    for (const { kind, rows, left, leftStride, inputs, derivative, derivativeStride, outputs } of transformerPlan(transformer, places)) {
      const count = rows === 'single' ? 1 : length;
      expect(derivative + (count - 1) * derivativeStride + outputs).toBeLessThanOrEqual(places.size);
      if (kind === 'product') expect(left + (count - 1) * leftStride + inputs).toBeLessThanOrEqual(places.size);
    }
  });

  it('give large weights several workgroups, and small ones one', () => {
    const entry: PlanEntry = {
      kind: 'product', rows: 'spoken', left: 0, leftStride: 33, derivative: 0, derivativeStride: 33, target: 0, inputs: 33, outputs: 33,
    };
    // 9 x 9 tiles of 8 x 4, 64 to a workgroup; then 33 columns.
    expect(gradientPlan([{ ...entry, inputs: 65 }, { ...entry, kind: 'sum', inputs: 1 }]).groups).toBe(2 + 1);
  });
});
