/** The SIMD engine against the ops engine, shape by shape; its bits, which are the same everywhere; and its memory. */
import { beforeAll, describe, expect, it } from 'vitest';
import { kernelsBinary } from '../../../scripts/kernels.ts';
import type { Engine } from '../engine.ts';
import { transformerLayout } from '../layout.ts';
import { fork } from '../random.ts';
import { startBackend } from '../ops/backend.ts';
import { createOpsEngine } from '../ops/opsEngine.ts';
import {
  bitTrial, createModels, fingerprint, plainTrial, policyOf, random, randomPolicy, relativeError, rlStep, SIMD_FINGERPRINT, twoSteps, type Trial,
} from '../trial.ts';
import { createSimdEngine, startKernels } from './index.ts';

let ops: Engine;
let simd: Engine;
const create = async () => createSimdEngine(await startKernels(await kernelsBinary()), '');
beforeAll(async () => {
  ops = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
  simd = await create();
});

const trials: readonly (readonly [string, Partial<Trial>])[] = [
  ['plain shapes', {}],
  ['one lane, one layer, one head', { lanes: 1, policy: { vocabulary: 43, width: 16, layers: 1, heads: 1 }, trunk: { width: 24, layers: 1, heads: 1 }, attentionWidth: 16 }],
  ['heads of two and three', { policy: { vocabulary: 13, width: 6, layers: 2, heads: 3 }, trunk: { width: 9, layers: 1, heads: 3 }, attentionWidth: 5 }],
  ['heads of five and one', { policy: { vocabulary: 5, width: 10, layers: 3, heads: 2 }, trunk: { width: 3, layers: 2, heads: 3 }, attentionWidth: 1 }],
  ['the field’s odd widths', { policy: { vocabulary: 43, width: 48, layers: 2, heads: 24 }, trunk: { width: 40, layers: 4, heads: 4 }, attentionWidth: 28 }],
  ['whole responses as ratios', { ratio: 'sequence' }],
  ['whole responses as ratios, unclipped gradients', { ratio: 'sequence', maxGradientNorm: Infinity }],
  ['the most probable words', { temperature: 0 }],
  ['hot draws', { temperature: 2.5 }],
  ['responses that never end', { eosBias: -30, responseLength: 9 }],
  ['responses of one word', { eosBias: 3, temperature: 0.2 }],
  ['room for one word', { responseLength: 1 }],
  ['more responses than are computed together', { lanes: 1, batch: 150, group: 2, responseLength: 12 }],
  ['prompts of one word', { promptLength: 1, lanes: 3 }],
];

describe('the SIMD engine', () => {
  it.each(trials)('does what the ops engine does: the same words, everything else within 1e-5: %s', async (_, changes) => {
    const trial = { ...plainTrial, ...changes };
    const [expected, found] = [await twoSteps(ops, trial), await twoSteps(simd, trial)];
    expected.forEach((step, index) => {
      expect([...found[index][0]]).toEqual([...step[0]]);
      step.slice(1).forEach((values, i) => expect(relativeError(found[index][i + 1], values), `step ${index}, value ${i}`).toBeLessThan(1e-5));
    });
  });

  it('takes batches of padding as the ops engine does', async () => {
    const trial = { ...plainTrial, lanes: 1 };
    const length = 9;
    // Only a prompt; words that end with a prompt's middle; nothing at all; a response.
    const tokens = Int32Array.of(...[3, 4, 5, 0, 0, 0, 0, 0, 0], ...[3, 4, 0, 0, 0, 0, 0, 0, 0], ...new Array<number>(length).fill(0), ...[5, 6, 7, 8, 9, 1, 0, 0, 0]);
    const outcome = async (engine: Engine, batch: number, ratio: 'token' | 'sequence') => {
      const models = createModels(engine, trial);
      const arrays = engine.scope(() => {
        const rows = engine.upload(tokens.slice(0, batch * length), [1, batch, length]);
        const rollout = { batch, promptLength: 3, tokens: rows, hidden: rows, logProbs: engine.upload(random(batch * 6, 'old').map((value) => value - 2), [1, batch, 6]) };
        const reference = engine.logProbabilities(models.reference, rollout);
        const { kl, entropy } = engine.divergence(models.policy, rollout, reference);
        const { statistics } = engine.policyStep(models.policy, rollout, engine.upload(random(batch, 'advantage'), [1, batch]), reference, {
          ratio, clip: 0.2, beta: 0.1, divisor: 8, learningRate: 1e-2, adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, maxGradientNorm: 1 },
        });
        return [engine.finalStates(models.trunk, rows), kl, entropy, statistics];
      });
      const values = await engine.read([...arrays, models.policy.parameters]);
      engine.free(...arrays, ...Object.values(models));
      return values;
    };
    for (const [batch, ratio] of [[4, 'token'], [4, 'sequence'], [2, 'sequence'], [1, 'sequence']] as const) {
      const [expected, found] = [await outcome(ops, batch, ratio), await outcome(simd, batch, ratio)];
      expected.forEach((values, i) => expect(relativeError(found[i], values), `${batch} responses by ${ratio}, value ${i}`).toBeLessThan(1e-5));
    }
    const [, , , statistics, parameters] = await outcome(simd, 1, 'token');
    // Of no words none is clipped, and none is not.
    expect([...statistics]).toEqual([0, 0, 0, NaN, 0]);
    expect([...parameters]).toEqual([...randomPolicy(trial, 'policy')]);
  });

  it('has no crash for feedback on nothing: the reward is that of the trunk’s state alone', async () => {
    const models = createModels(simd, { ...plainTrial, lanes: 1 });
    const states = random(12, 'states');
    const [rewards] = await simd.read(simd.scope(() => [simd.feedbackRewards(models.feedback, {
      states: simd.upload(states, [1, 1, 12]), hidden: simd.upload(random(72, 'hidden'), [1, 1, 9, 8]), tokens: simd.upload(new Int32Array(9), [1, 1, 9]), omega: 0.4,
    })]));
    const [parameters] = await simd.read([models.feedback.parameters]);
    const head = parameters.subarray(parameters.length - 13);
    expect(rewards[0]).toBeCloseTo(head[12] + 0.4 * states.reduce((sum, value, i) => sum + value * head[i], 0), 5);
    simd.free(...Object.values(models));
  });

  it('draws each word with its probability, and PAD never', async () => {
    const trial = { ...plainTrial, lanes: 1 };
    const model = simd.createTransformer(policyOf(trial), randomPolicy(trial, 'policy').map((value) => 3 * value));
    const count = 4000;
    const [tokens, logProbs] = await simd.read(simd.scope(() => {
      const rollout = simd.rollout(model, {
        prompts: Int32Array.from({ length: count * 3 }, (_, i) => 2 + (i % 3)), promptLength: 3, responseLength: 6, keys: Uint32Array.of(fork(3, 'draws')), temperature: 1,
      });
      return [rollout.tokens, simd.logProbabilities(model, rollout)];
    }));
    const counts = new Float64Array(11);
    for (let row = 0; row < count; row++) counts[tokens[row * 9 + 3]]++;
    expect(counts[0]).toBe(0);
    for (let word = 1; word < 11; word++) {
      const probability = Math.exp(logProbs[word]) / (1 - Math.exp(logProbs[0]));
      expect(Math.abs(counts[word] / count - probability)).toBeLessThan(4 * Math.sqrt((probability * (1 - probability)) / count) + 1e-3);
    }
    simd.free(model);
  });

  it('repeats itself to the last bit, whatever was computed before', async () => {
    const other = await create();
    expect(await twoSteps(other, plainTrial)).toEqual(await twoSteps(simd, plainTrial));
  });

  it('has the bits that it has everywhere', async () => {
    // To be renewed where kernels come to sum in another order.
    expect(await fingerprint(simd, bitTrial)).toBe(SIMD_FINGERPRINT);
  });

  it('keeps nothing that nobody holds, and needs no more memory after thousands of steps', async () => {
    const kernels = await startKernels(await kernelsBinary());
    const engine = createSimdEngine(kernels, '');
    const trial = { ...plainTrial, lanes: 1, batch: 2, group: 2, responseLength: 2 };
    const models = createModels(engine, trial);
    for (let step = 1; step <= 3; step++) await rlStep(engine, models, trial, step);
    const [usage, size] = [engine.memory(), kernels.memory.buffer.byteLength];
    expect(usage.arrays).toBe(3 * 6 + 1);
    for (let step = 4; step < 2000; step++) await rlStep(engine, models, trial, step);
    expect(engine.memory()).toEqual(usage);
    expect(kernels.memory.buffer.byteLength).toBe(size);
    engine.free(...Object.values(models));
    expect(engine.memory().arrays).toBe(0);
    // Other shapes find their room in what was freed.
    const bigger = engine.createTransformer(policyOf(trial), random(2 * transformerLayout(policyOf(trial)).size, 'bigger'));
    engine.free(bigger);
    expect(kernels.memory.buffer.byteLength).toBe(size);
    engine.dispose();
    expect(engine.memory()).toEqual({ bytes: 0, arrays: 0 });
  });

  it('says in the lab’s words that there is not enough memory', async () => {
    const engine = await create();
    expect(() => engine.upload({ length: 2 ** 31 } as unknown as Float32Array, [2 ** 31])).toThrow(/^There was not enough memory/);
    expect(engine.memory().arrays).toBe(0);
  });

  it('does not read what was freed', async () => {
    const array = simd.upload(Float32Array.of(1, 2), [1, 2]);
    simd.free(array);
    await expect(simd.read([array])).rejects.toThrow('this array was freed');
  });
});
