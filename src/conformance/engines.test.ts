/** Engines against the plain arithmetic where fixtures do not go: equal rewards, responses of padding, groups of two. */
import { beforeAll, describe, expect, it } from 'vitest';
import { ADVANTAGES } from '../config/names.ts';
import { feedbackLayout } from '../engine/layout.ts';
import { createOpsArithmetic } from '../engine/ops/arithmetic.ts';
import { startBackend } from '../engine/ops/backend.ts';
import { fork, Stream } from '../engine/random.ts';
import { relativeError } from './compare.ts';
import { engineSubject, plainSubject, type Subject } from './subject.ts';

const normals = (name: string, count: number) => {
  const stream = new Stream(fork(1, name));
  return Float32Array.from({ length: count }, () => stream.normal());
};

describe.each(['cpu', 'wasm'] as const)('the ops engine on %s', (backend) => {
  let engine: Subject;
  beforeAll(async () => {
    await startBackend({ backend });
    engine = engineSubject(backend, createOpsArithmetic());
  });
  const agree = (reference: ArrayLike<number>, got: ArrayLike<number>) => { expect(relativeError(reference, got)).toBeLessThan(1e-4); };

  it.each([2, 3, 7])('gives advantages as the plain arithmetic does, groups of %i of which one is all equal', async (groupSize) => {
    const rewards = normals('rewards', 4 * groupSize);
    rewards.fill(0.3, groupSize, 2 * groupSize);
    for (const name of ADVANTAGES) {
      const greedy = name === 'remax' ? normals('greedy', 4) : null;
      agree(await plainSubject.advantages(name, rewards, groupSize, greedy), await engine.advantages(name, rewards, groupSize, greedy));
    }
  });

  it.each([2, 3, 7])('gives zero advantages where all rewards are equal, groups of %i', async (groupSize) => {
    const rewards = new Float32Array(3 * groupSize).fill(0.7);
    for (const name of ['rloo', 'grpo', 'reinforcePlusPlus'] as const) {
      agree(new Float64Array(rewards.length), await engine.advantages(name, rewards, groupSize, null));
    }
  });

  it.each([2, 3, 7])('gives GREBT as the plain arithmetic does, groups of %i of which one is all equal', async (groupSize) => {
    const rewards = normals('grebt', 3 * groupSize);
    rewards.fill(0.3, 0, groupSize);
    const check = { annotated: rewards, rewards, groupSize, alpha: 0.3 };
    const [reference, got] = [await plainSubject.grebt(check), await engine.grebt(check)];
    agree([reference.bt, reference.gre, reference.loss], [got.bt, got.gre, got.loss]);
    agree(reference.gradient, got.gradient);
  });

  it.each([1, 2, 75])('gives Bradley and Terry’s loss as the plain arithmetic does, %i pairs', async (pairs) => {
    const check = {
      head: normals('head', 5), differences: normals('differences', pairs * 5).map((value) => 4 * value),
      weights: Float32Array.from({ length: pairs }, (_, i) => (i % 3) / pairs),
    };
    if (pairs === 1) check.weights[0] = 1;
    const [reference, got] = [await plainSubject.bradleyTerry(check), await engine.bradleyTerry(check)];
    agree([reference.loss], [got.loss]);
    agree(reference.gradient, got.gradient);
  });

  it.each([[0.6, 0], [0, 1], [1, 2]])('gives R2M’s reward with the gradients of all parameters, omega %d', async (omega, extra) => {
    const shape = { policyWidth: 5 + extra, trunkWidth: 4, attentionWidth: 3 };
    const [batch, length] = [3, 6];
    const check = {
      shape, batch, length, omega, parameters: normals('parameters', feedbackLayout(shape).size),
      states: normals('states', batch * shape.trunkWidth), hidden: normals('hidden', batch * length * shape.policyWidth),
      mask: Float32Array.from({ length: batch * length }, (_, i) => (i < 8 || i === 12 ? 1 : 0)),
      upstreamAggregated: normals('aggregated', batch * shape.trunkWidth), upstreamRewards: normals('upstream', batch),
    };
    const [reference, got] = [await plainSubject.feedback(check), await engine.feedback(check)];
    for (const name of ['attention', 'aggregated', 'rewards', 'gradient'] as const) agree(reference[name], got[name]);
  });

  it.each([['token', 1], ['sequence', 1], ['token', 4], ['sequence', 4]] as const)('gives the policy objective by %s over %i positions, a response of padding among them', async (ratio, length) => {
    const [batch, vocabulary] = [3, 5];
    const logits = normals('logits', batch * length * vocabulary);
    const check = {
      batch, length, vocabulary, ratio, clip: 0.2, beta: 0.1, divisor: 8, logits,
      oldLogits: normals('shift', logits.length).map((value, i) => logits[i] + 0.1 * value), referenceLogits: normals('reference', logits.length),
      tokens: Int32Array.from({ length: batch * length }, (_, i) => i % vocabulary),
      mask: Float32Array.from({ length: batch * length }, (_, i) => (i < 2 * length ? 1 : 0)), advantages: normals('advantages', batch),
    };
    const [reference, got] = [await plainSubject.policyObjective(check), await engine.policyObjective(check)];
    for (const name of ['ratio', 'surrogate', 'kl', 'gradient'] as const) agree(reference[name], got[name]);
    agree([reference.loss], [got.loss]);
  });
});
