/** What engines do with responses that no rollout of theirs has drawn, on each engine that runs in Node. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine, PolicyObjective } from './engine.ts';
import { nodeEngines } from './nodeEngines.ts';
import { anyTokens, attentionOf, policyStepOf, tokenLogProbDistances } from './tokenTrial.ts';
import { createModels, plainTrial, random, relativeError } from './trial.ts';

const [[, startOracle], ...others] = nodeEngines;

describe.each(nodeEngines)('%s', (_, start) => {
  let engine: Engine;
  beforeAll(async () => { engine = await start(); });

  it('gives log probabilities of a rollout’s tokens as the rollout has them, and of any others as it gives those of all words', async () => {
    const { own, picked, words } = await tokenLogProbDistances(engine);
    expect(words).toBeGreaterThan(40);
    expect(own).toBeLessThan(1e-6);
    expect(picked).toBeLessThan(1e-6);
  });

  it('takes advantages of tokens, which leave the same bits where all tokens of a response have the same', async () => {
    const [responses, equal, own] = [await policyStepOf(engine, 'responses'), await policyStepOf(engine, 'equal'), await policyStepOf(engine, 'own')];
    expect(equal).toEqual(responses);
    expect(own[2]).not.toEqual(responses[2]);
    // Some ratios are clipped, and some are not.
    expect(responses[0][3]).toBeGreaterThan(0.05);
    expect(responses[0][3]).toBeLessThan(0.95);
    // The states are those of the pass before the update.
    expect(own[1]).toEqual(responses[1]);
  });

  it('does with a rollout’s tokens and log probabilities what it does with the rollout', async () => {
    const trial = { ...plainTrial, batch: 4, group: 2, responseLength: 3 };
    const step = async (copied: boolean) => {
      const { policy, reference } = createModels(engine, trial);
      const prompts = new Int32Array(2 * 4 * 3).fill(3);
      const rollout = engine.rollout(policy, { prompts, promptLength: 3, responseLength: 3, keys: Uint32Array.of(1, 2), temperature: 1 });
      const [tokens, logProbs] = await engine.read([rollout.tokens, rollout.logProbs]);
      const given = copied
        ? { batch: 4, promptLength: 3, tokens: engine.upload(Int32Array.from(tokens), [2, 4, 6]), logProbs: engine.upload(logProbs, [2, 4, 3]) }
        : rollout;
      const { hidden } = engine.policyStep(policy, given, engine.upload(random(8, 'advantages'), [2, 4]), engine.logProbabilities(reference, given), {
        ratio: 'token', clip: 0.2, beta: 0.1, divisor: 8, learningRate: 1e-2, adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, maxGradientNorm: 1 },
      });
      return engine.read([hidden, engine.save(policy)]);
    };
    expect(await step(true)).toEqual(await step(false));
  });

  it('refuses advantages of another shape, and those of tokens where a response has one ratio', () => {
    const { policy } = createModels(engine, plainTrial);
    const responses = anyTokens(engine);
    const step = (shape: readonly number[], ratio: PolicyObjective['ratio']) => {
      const advantages = engine.upload(new Float32Array(shape.reduce((a, b) => a * b)), shape);
      engine.policyStep(policy, { ...responses, logProbs: advantages }, advantages, advantages, {
        ratio, clip: 0.2, beta: 0.1, divisor: 8, learningRate: 1, adam: { beta1: 0, beta2: 0, epsilon: 1, maxGradientNorm: 1 },
      });
    };
    expect(() => step([2, 8, 6], 'sequence')).toThrow(new RangeError('with ratios of whole responses a response has one advantage, not one for each token'));
    expect(() => step([2, 8, 5], 'token')).toThrow(new RangeError('advantages of shape (2, 8, 5) are neither one a response, (2, 8), nor one a token'));
    expect(policy.steps).toBe(0);
  });
});

it.each(nodeEngines)('%s looks at words alone, as the ops engine on cpu does', async (_, start) => {
  const expected = await attentionOf(await startOracle());
  const { toPad, sums, weights } = await attentionOf(await start());
  expect(toPad).toBe(0);
  for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
  // No two words of the first response are looked at alike.
  expect(new Set(weights.subarray(0, 4)).size).toBe(4);
  expect(relativeError(weights, expected.weights)).toBeLessThan(1e-5);
});

it.each(others)('%s does for advantages of tokens what the ops engine does on cpu', async (_, start) => {
  const expected = await policyStepOf(await startOracle(), 'own');
  (await policyStepOf(await start(), 'own')).forEach((values, i) => expect(relativeError(values, expected[i]), `value ${i}`).toBeLessThan(1e-5));
});
