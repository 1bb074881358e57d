/** The hand-written backward passes against finite differences of the losses they belong to. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Arithmetic } from '../arithmetic.ts';
import { feedbackLayout, transformerLayout } from '../layout.ts';
import { fork, Stream } from '../random.ts';
import { createOpsArithmetic } from './arithmetic.ts';
import { startBackend } from './backend.ts';

let arithmetic: Arithmetic;
beforeAll(async () => {
  await startBackend({ backend: 'wasm' });
  arithmetic = createOpsArithmetic();
});

function normal(size: number, deviation: number, ...path: (string | number)[]): Float32Array {
  const stream = new Stream(fork(11, ...path));
  return Float32Array.from({ length: size }, () => deviation * stream.normal());
}

/** Half width of the central difference: float32 rounding and curvature are both small beside it. */
const STEP = 1e-2;

/** The derivative of `loss` along `direction`, and what `gradient` says it is. */
async function derivatives(
  at: Float32Array, direction: Float32Array, loss: (parameters: Float32Array) => Promise<number>, gradient: Float32Array,
): Promise<{ measured: number; claimed: number }> {
  const moved = (by: number) => at.map((value, i) => value + by * direction[i]);
  const measured = ((await loss(moved(STEP))) - (await loss(moved(-STEP)))) / (2 * STEP);
  return { measured, claimed: gradient.reduce((sum, value, i) => sum + value * direction[i], 0) };
}

describe('gradients', () => {
  it.each([1, 2, 4])('of the language-model loss, with %i heads, in every parameter block', async (heads) => {
    const shape = { vocabulary: 9, width: 8, layers: 2, heads, positions: 7 };
    const layout = transformerLayout(shape);
    const parameters = normal(layout.size, 0.5, 'parameters');
    const tokens = Int32Array.of(3, 4, 5, 6, 7, 1, 0, 8, 2, 2, 5, 3, 3, 1);
    const check = { shape, tokens, batch: 2, length: 7, promptLength: 2 };
    const { gradient } = await arithmetic.transformer({ ...check, parameters });
    for (const { name, offset, size } of layout.entries) {
      const direction = new Float32Array(layout.size);
      direction.set(normal(size, 1 / Math.sqrt(size), 'direction', name), offset);
      const loss = async (moved: Float32Array) => (await arithmetic.transformer({ ...check, parameters: moved })).loss;
      const { measured, claimed } = await derivatives(parameters, direction, loss, gradient);
      expect(Math.abs(measured - claimed), name).toBeLessThan(2e-3 + 0.02 * Math.abs(claimed));
    }
    expect(Math.hypot(...gradient)).toBeGreaterThan(0.1);
  });

  it('of R2M’s rewards, in every parameter block', async () => {
    const shape = { policyWidth: 6, trunkWidth: 5, attentionWidth: 4 };
    const layout = feedbackLayout(shape);
    const parameters = normal(layout.size, 0.7, 'feedback');
    const upstreamRewards = normal(3, 1, 'upstream');
    const check = {
      shape, batch: 3, length: 4, states: normal(15, 1, 'states'), hidden: normal(72, 1, 'hidden'), omega: 0.6,
      mask: Float32Array.of(1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0), upstreamAggregated: new Float32Array(15), upstreamRewards,
    };
    const { gradient } = await arithmetic.feedback({ ...check, parameters });
    for (const { name, offset, size } of layout.entries) {
      const direction = new Float32Array(layout.size);
      direction.set(normal(size, 1 / Math.sqrt(size), 'direction', name), offset);
      const loss = async (moved: Float32Array) => {
        const { rewards } = await arithmetic.feedback({ ...check, parameters: moved });
        return rewards.reduce((sum, reward, i) => sum + reward * upstreamRewards[i], 0);
      };
      const { measured, claimed } = await derivatives(parameters, direction, loss, gradient);
      expect(Math.abs(measured - claimed), name).toBeLessThan(1e-3 + 0.01 * Math.abs(claimed));
    }
  });
});
