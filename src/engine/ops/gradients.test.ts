/** The hand-written backward passes against finite differences of the losses they belong to. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Arithmetic } from '../arithmetic.ts';
import { feedbackDerivatives, languageModelDerivatives, policyDerivatives, rewardDerivatives } from '../differences.ts';
import { createOpsArithmetic } from './arithmetic.ts';
import { startBackend } from './backend.ts';

let arithmetic: Arithmetic;
beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
  arithmetic = createOpsArithmetic();
});

describe('gradients', () => {
  it.each([1, 2, 4])('of the language-model loss, with %i heads, in every parameter block', async (heads) => {
    const found = await languageModelDerivatives(arithmetic, 8, heads);
    for (const { name, measured, claimed } of found) expect(Math.abs(measured - claimed), name).toBeLessThan(2e-3 + 0.02 * Math.abs(claimed));
    expect(Math.hypot(...found.map(({ claimed }) => claimed))).toBeGreaterThan(0.1);
  });

  it('of R2M’s rewards, in every parameter block', async () => {
    for (const { name, measured, claimed } of await feedbackDerivatives(arithmetic)) {
      expect(Math.abs(measured - claimed), name).toBeLessThan(1e-3 + 0.01 * Math.abs(claimed));
    }
  });

  it.each(['token', 'sequence'] as const)('of the policy objective by %s, in every row of logits', async (ratio) => {
    for (const { name, measured, claimed } of await policyDerivatives(arithmetic, ratio)) {
      expect(Math.abs(measured - claimed), name).toBeLessThan(5e-4 + 0.01 * Math.abs(claimed));
    }
  });

  it('of the losses on rewards', async () => {
    for (const { name, measured, claimed } of await rewardDerivatives(arithmetic)) {
      expect(Math.abs(measured - claimed), name).toBeLessThan(5e-4 + 0.01 * Math.abs(claimed));
    }
  });
});
