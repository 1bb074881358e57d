/** The hand-written backward passes against finite differences of the losses they belong to, on each engine that runs in Node. */
import { beforeAll, describe, expect, it } from 'vitest';
import { kernelsBinary } from '../../scripts/kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import { feedbackDerivatives, languageModelDerivatives, policyDerivatives, rewardDerivatives } from './differences.ts';
import { createOpsArithmetic } from './ops/arithmetic.ts';
import { startBackend } from './ops/backend.ts';
import { createSimdArithmetic } from './simd/arithmetic.ts';
import { startKernels } from './simd/kernels.ts';

const ENGINES: readonly (readonly [name: string, start: () => Promise<Arithmetic>])[] = [
  ['ops', async () => {
    await startBackend({ backend: 'wasm' });
    return createOpsArithmetic();
  }],
  ['simd', async () => createSimdArithmetic(await startKernels(await kernelsBinary()))],
];

describe.each(ENGINES)('gradients on the %s engine', (_, start) => {
  let arithmetic: Arithmetic;
  beforeAll(async () => { arithmetic = await start(); });

  it.each([[8, 1], [8, 2], [8, 4], [6, 3], [10, 2], [5, 5]])('of the language-model loss, width %i with %i heads, in every parameter block', async (width, heads) => {
    const found = await languageModelDerivatives(arithmetic, width, heads);
    for (const { name, measured, claimed } of found) expect(Math.abs(measured - claimed), name).toBeLessThan(2e-3 + 0.02 * Math.abs(claimed));
    expect(Math.hypot(...found.map(({ claimed }) => claimed))).toBeGreaterThan(0.1);
  });

  it('of R2M’s rewards, in every parameter block', async () => {
    for (const { name, measured, claimed } of await feedbackDerivatives(arithmetic)) {
      expect(Math.abs(measured - claimed), name).toBeLessThan(1e-3 + 0.01 * Math.abs(claimed));
    }
  });

  it.each([['token', false], ['sequence', false], ['token', true]] as const)('of the policy objective by %s, in every row of logits; advantages of tokens: %s', async (ratio, eachToken) => {
    for (const { name, measured, claimed } of await policyDerivatives(arithmetic, ratio, eachToken)) {
      expect(Math.abs(measured - claimed), name).toBeLessThan(5e-4 + 0.01 * Math.abs(claimed));
    }
  });

  it('of the losses on rewards', async () => {
    for (const { name, measured, claimed } of await rewardDerivatives(arithmetic)) {
      expect(Math.abs(measured - claimed), name).toBeLessThan(5e-4 + 0.01 * Math.abs(claimed));
    }
  });
});
