/** What only the ops engine can show in Node: its backends against each other, determinism, and that nothing leaks. */
import { describe, expect, it } from 'vitest';
import type { BackendName } from '../engine.ts';
import { transformerLayout } from '../layout.ts';
import { fork } from '../random.ts';
import { createModels, plainTrial, policyOf, random, relativeError, rlStep, twoSteps } from '../trial.ts';
import { startBackend } from './backend.ts';
import { createOpsEngine } from './opsEngine.ts';

const policy = policyOf(plainTrial);

async function stepsOn(backend: BackendName): Promise<Float32Array[][]> {
  return twoSteps(createOpsEngine(backend, await startBackend({ backend })), plainTrial);
}

describe('ops engine', () => {
  it('does on wasm what it does on cpu: the same tokens, everything else within 1e-5', async () => {
    const [cpu, wasm] = [await stepsOn('cpu'), await stepsOn('wasm')];
    cpu.forEach((step, index) => {
      expect([...wasm[index][0]]).toEqual([...step[0]]);
      step.slice(1).forEach((values, i) => expect(relativeError(wasm[index][i + 1], values), `value ${i}`).toBeLessThan(1e-5));
    });
  });

  it.each(['cpu', 'wasm'] as const)('repeats itself to the last bit on %s', async (backend) => {
    expect(await stepsOn(backend)).toEqual(await stepsOn(backend));
  });

  it('keeps no tensor that nobody holds', async () => {
    const engine = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
    const before = engine.memory();
    const models = createModels(engine, plainTrial);
    await rlStep(engine, models, plainTrial, 1);
    const during = engine.memory();
    for (let step = 2; step < 6; step++) await rlStep(engine, models, plainTrial, step);
    expect(engine.memory()).toEqual(during);
    engine.free(...Object.values(models));
    expect(engine.memory()).toEqual(before);
  });

  it('samples from the policy: frequencies of first words match its probabilities', async () => {
    const engine = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
    const model = engine.createTransformer(policy, random(transformerLayout(policy).size, 'policy').map((value) => 3 * value));
    const count = 4000;
    const [tokens, logProbs] = await engine.read(engine.scope(() => {
      const rollout = engine.rollout(model, {
        prompts: Int32Array.from({ length: count * 3 }, (_, i) => 2 + (i % 3)), promptLength: 3, responseLength: 6,
        keys: Uint32Array.of(fork(3, 'draws')), temperature: 1,
      });
      return [rollout.tokens, engine.logProbabilities(model, rollout)];
    }));
    const counts = new Float64Array(policy.vocabulary);
    for (let row = 0; row < count; row++) counts[tokens[row * policy.positions + 3]]++;
    expect(counts[0]).toBe(0);
    const notPad = 1 - Math.exp(logProbs[0]);
    for (let word = 1; word < policy.vocabulary; word++) {
      const probability = Math.exp(logProbs[word]) / notPad;
      expect(Math.abs(counts[word] / count - probability)).toBeLessThan(4 * Math.sqrt((probability * (1 - probability)) / count) + 1e-3);
    }
    engine.free(model);
  });

  it('measures KL as a Monte Carlo estimate of it does', async () => {
    const engine = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
    const layout = transformerLayout(policy);
    const peaked = (...path: string[]) => {
      const parameters = random(layout.size, ...path).map((value) => 2 * value);
      // PAD is never drawn; only a policy that would not draw it anyway can be estimated from draws.
      parameters[layout.at('output.bias').offset] = -30;
      return engine.createTransformer(policy, parameters);
    };
    const [model, other] = [peaked('policy'), peaked('reference')];
    const count = 6000;
    const [tokens, logProbs, reference, kl] = await engine.read(engine.scope(() => {
      const rollout = engine.rollout(model, {
        prompts: Int32Array.from({ length: count * 3 }, (_, i) => 2 + (i % 3)), promptLength: 3, responseLength: 6,
        keys: Uint32Array.of(fork(4, 'draws')), temperature: 1,
      });
      const referenceLogProbs = engine.logProbabilities(other, rollout);
      return [rollout.tokens, engine.logProbabilities(model, rollout), referenceLogProbs, engine.divergence(model, rollout, referenceLogProbs).kl];
    }));
    const estimates = Array.from({ length: count }, (_, row) => {
      let sum = 0;
      for (let l = 0; l < 6; l++) {
        const word = tokens[row * policy.positions + 3 + l];
        if (word === 0) break;
        const at = (row * 6 + l) * policy.vocabulary;
        sum += logProbs[at + word] - reference[at + word];
      }
      return sum;
    });
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(mean(estimates.map((value) => value ** 2)) - mean(estimates) ** 2);
    expect(mean(kl)).toBeGreaterThan(0.1);
    expect(Math.abs(mean(kl) - mean(estimates))).toBeLessThan(4 * deviation / Math.sqrt(count));
    engine.free(model, other);
  });
});
