/** What only the ops engine can show in Node: its backends against each other, determinism, and that nothing leaks. */
import { describe, expect, it } from 'vitest';
import type { BackendName, Engine } from '../engine.ts';
import { feedbackLayout, headLayout, transformerLayout } from '../layout.ts';
import { fork, Stream } from '../random.ts';
import { startBackend } from './backend.ts';
import { createOpsEngine } from './opsEngine.ts';

const LANES = 2;
const GROUP = 4;
const BATCH = 8;
const policy = { vocabulary: 11, width: 8, layers: 2, heads: 2, positions: 9 };
const trunk = { ...policy, width: 12, heads: 3 };
const feedback = { policyWidth: policy.width, trunkWidth: trunk.width, attentionWidth: 6 };
/** A large epsilon: with Adam's usual one a gradient of rounding errors alone (a key bias has no other) moves a weight by a whole step. */
const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, maxGradientNorm: 1 };

function random(size: number, ...path: (string | number)[]): Float32Array {
  const stream = new Stream(fork(5, ...path));
  return Float32Array.from({ length: size }, () => stream.uniform() - 0.5);
}

function build(engine: Engine) {
  return {
    policy: engine.createTransformer(policy, random(LANES * transformerLayout(policy).size, 'policy')),
    reference: engine.createTransformer(policy, random(LANES * transformerLayout(policy).size, 'reference')),
    trunk: engine.createTransformer(trunk, random(LANES * transformerLayout(trunk).size, 'trunk')),
    feedback: engine.createFeedbackModel(feedback, random(LANES * feedbackLayout(feedback).size, 'feedback').map((value) => 4 * value)),
    head: engine.upload(random(LANES * headLayout(trunk.width).size, 'head'), [LANES, headLayout(trunk.width).size]),
    fitted: engine.createHead(trunk.width, random(LANES * headLayout(trunk.width).size, 'fitted')),
  };
}

/** One RL step with R2M; returns tokens first, then everything measured, then the models after it. */
async function rlStep(engine: Engine, models: ReturnType<typeof build>, step: number): Promise<Float32Array[]> {
  const stream = new Stream(fork(5, 'prompts', step));
  const arrays = engine.scope(() => {
    const rollout = engine.rollout(models.policy, {
      prompts: Int32Array.from({ length: LANES * BATCH * 3 }, () => 2 + stream.integer(9)), promptLength: 3, responseLength: 6,
      keys: Uint32Array.from({ length: LANES }, (_, lane) => fork(lane, 'rollout', step)), temperature: 1,
    });
    const states = engine.finalStates(models.trunk, rollout.tokens);
    const input = { states, hidden: rollout.hidden, tokens: rollout.tokens, omega: 0.7 };
    const frozen = engine.headRewards(models.head, states, 0.9);
    const own = engine.feedbackRewards(models.feedback, input);
    const rewards = engine.matchScale(own, own, frozen, GROUP);
    const advantages = engine.advantages('rloo', rewards, GROUP, null);
    const reference = engine.logProbabilities(models.reference, rollout);
    const objective = { ratio: 'token', clip: 0.2, beta: 0.1, divisor: 8, learningRate: 1e-2, adam } as const;
    const epochs = [1, 2].map(() => engine.policyStep(models.policy, rollout, advantages, reference, objective));
    const trained = engine.feedbackStep(
      models.feedback, { ...input, hidden: epochs[1].hidden }, rewards, { alpha: 0.3, groupSize: GROUP, learningRate: 1e-2, adam },
    );
    const { kl, entropy } = engine.divergence(models.policy, rollout, reference);
    // What a labelled pair's states would be, from any states of the right shape.
    const pairs = { differences: states, weights: engine.upload(new Float32Array(LANES * BATCH).fill(1 / BATCH), [LANES, BATCH]) };
    const fit = engine.bradleyTerryStep(models.fitted, pairs, 1e-2, { ...adam, weightDecay: 0.1 });
    return [rollout.tokens, rewards, advantages, epochs[1].statistics, trained, kl, entropy, fit];
  });
  const values = await engine.read([...arrays, models.policy.parameters, models.feedback.parameters, models.fitted.parameters]);
  engine.free(...arrays);
  return values;
}

async function twoSteps(backend: BackendName): Promise<Float32Array[][]> {
  const engine = createOpsEngine(backend, await startBackend({ backend }));
  const models = build(engine);
  const outcome = [await rlStep(engine, models, 1), await rlStep(engine, models, 2)];
  engine.free(...Object.values(models));
  return outcome;
}

function relativeError(found: Float32Array, expected: Float32Array): number {
  let error = 0;
  let size = 0;
  expected.forEach((value, i) => {
    error += (found[i] - value) ** 2;
    size += value ** 2;
  });
  return Math.sqrt(error / size);
}

describe('ops engine', () => {
  it('does on wasm what it does on cpu: the same tokens, everything else within 1e-5', async () => {
    const [cpu, wasm] = [await twoSteps('cpu'), await twoSteps('wasm')];
    cpu.forEach((step, index) => {
      expect([...wasm[index][0]]).toEqual([...step[0]]);
      step.slice(1).forEach((values, i) => expect(relativeError(wasm[index][i + 1], values), `value ${i}`).toBeLessThan(1e-5));
    });
  });

  it.each(['cpu', 'wasm'] as const)('repeats itself to the last bit on %s', async (backend) => {
    expect(await twoSteps(backend)).toEqual(await twoSteps(backend));
  });

  it('keeps no tensor that nobody holds', async () => {
    const engine = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
    const before = engine.memory();
    const models = build(engine);
    await rlStep(engine, models, 1);
    const during = engine.memory();
    for (let step = 2; step < 6; step++) await rlStep(engine, models, step);
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
