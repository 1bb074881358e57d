import { describe, expect, it } from 'vitest';
import { feedbackLayout } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { feedbackReward } from './crossAttention.ts';
import { differences, farthest } from './differences.ts';

function problem(policyWidth: number, trunkWidth: number, attentionWidth: number, omega: number) {
  const stream = new Stream(fork(policyWidth, 'attention', trunkWidth));
  const normals = (count: number) => Float64Array.from({ length: count }, () => stream.normal());
  const [batch, length] = [3, 4];
  const shape = { policyWidth, trunkWidth, attentionWidth };
  return {
    shape, batch, length, omega, parameters: normals(feedbackLayout(shape).size),
    states: normals(batch * trunkWidth), hidden: normals(batch * length * policyWidth),
    mask: [1, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0], upstreamAggregated: normals(batch * trunkWidth), upstreamRewards: normals(batch),
  };
}
type Problem = ReturnType<typeof problem>;

function objective(check: Problem, parameters: Float64Array): number {
  const { aggregated, rewards } = feedbackReward({ ...check, parameters });
  const along = (values: ArrayLike<number>, upstream: Float64Array) => upstream.reduce((sum, slope, i) => sum + slope * values[i], 0);
  return along(aggregated, check.upstreamAggregated) + along(rewards, check.upstreamRewards);
}

describe('R2M’s reward', () => {
  it.each([[3, 5, 4, 0.6], [6, 2, 3, 0], [4, 4, 1, 1]])('has the gradients of all its parameters (D_p %i, D_rm %i, d %i, omega %d)', (p, rm, d, omega) => {
    const check = problem(p, rm, d, omega);
    const found = differences((parameters) => objective(check, parameters), check.parameters);
    expect(farthest(feedbackReward(check).gradient, found)).toBeLessThan(1e-7);
  });

  it('attends to what the mask keeps, with weights that sum to one', () => {
    const { attention } = feedbackReward(problem(3, 5, 4, 0.6));
    const rows = [0, 4, 8].map((start) => Array.from(attention).slice(start, start + 4));
    for (const row of rows) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(rows[1].slice(2)).toEqual([0, 0]);
    expect(rows[2]).toEqual([1, 0, 0, 0]);
  });

  it('does not see what is masked', () => {
    const check = problem(3, 5, 4, 0.6);
    const changed = check.hidden.map((value, i) => (check.mask[Math.floor(i / 3)] === 0 ? 99 : value));
    expect(feedbackReward({ ...check, hidden: changed })).toEqual(feedbackReward(check));
  });

  it('is the head on the plain state at omega 1, whatever the feedback', () => {
    const check = problem(3, 5, 4, 1);
    const layout = feedbackLayout(check.shape);
    const head = check.parameters.subarray(layout.at('head').offset, layout.at('head.bias').offset);
    const expected = [0, 1, 2].map((b) => head.reduce((sum, w, i) => sum + w * check.states[b * 5 + i], check.parameters[layout.at('head.bias').offset]));
    Array.from(feedbackReward(check).rewards).forEach((reward, b) => expect(reward).toBeCloseTo(expected[b], 12));
  });

  it('aggregates nothing where a response is all padding', () => {
    const { aggregated, attention, gradient } = feedbackReward({ ...problem(3, 5, 4, 0.6), mask: new Float64Array(12) });
    expect([...Array.from(aggregated), ...Array.from(attention)].every((value) => value === 0)).toBe(true);
    expect(Array.from(gradient).every(Number.isFinite)).toBe(true);
  });
});
