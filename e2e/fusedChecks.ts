/** Runs in the page: the fused engine against the ops engine on the processor. */
import type { DeviceArray, Engine, PolicyObjective } from '../src/engine/engine.ts';
import { createFusedEngine, type FusedEngine } from '../src/engine/fused/engine.ts';
import { transformerLayout } from '../src/engine/layout.ts';
import type { PaceLimits } from '../src/engine/fused/gpu/pace.ts';
import { startBackend } from '../src/engine/ops/backend.ts';
import { createOpsEngine } from '../src/engine/ops/opsEngine.ts';
import { attentionOf, policyStepOf, tokenLogProbDistances } from '../src/engine/tokenTrial.ts';
import { plainTrial, stopped } from '../src/engine/trial.ts';
import { BATCH, createModels, distance, feedbackShape, GROUP, headSteps, LENGTH, normals, policyShape, PROMPT, request, rlStep, trunkShape, type Models, type StepOptions } from './rlStep.ts';

/** All that WebGPU promises of what kernels use. */
const LEAST_LIMITS = { maxStorageBuffersPerShaderStage: 8, maxComputeWorkgroupStorageSize: 16_384, maxStorageBufferBindingSize: 128 * 2 ** 20 };

/** An update that is the gradient, times 100: the deviation is drowned in epsilon. */
const plainDescent = { learningRate: 1e7, adam: { beta1: 0, beta2: 0, epsilon: 1e5, maxGradientNorm: Infinity } };
const plainAdam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, maxGradientNorm: 1 };

let device: GPUDevice | null = null;

async function fused(pace?: PaceLimits): Promise<FusedEngine> {
  if (!device) {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no WebGPU adapter');
    device = await adapter.requestDevice({ requiredLimits: LEAST_LIMITS });
  }
  return createFusedEngine(device, 'a device with the least limits', pace && { pace });
}

async function oracle(): Promise<Engine> {
  await startBackend({ backend: 'cpu' });
  return createOpsEngine('cpu', '');
}

async function both<T>(work: (engine: Engine) => Promise<T>): Promise<[found: T, expected: T]> {
  const engine = await fused();
  const found = await work(engine);
  engine.dispose();
  return [found, await work(await oracle())];
}

/** Relative errors of each loss's gradient. */
export async function gradients(): Promise<Record<string, number>> {
  const change = async (engine: Engine, pick: (models: Models) => DeviceArray, step: (models: Models) => void): Promise<Float32Array> => {
    const models = createModels(engine, 2);
    const [before] = await engine.read([pick(models)]);
    step(models);
    const [after] = await engine.read([pick(models)]);
    return after.map((value, i) => value - before[i]);
  };
  // The reference samples, so that ratios are far from 1 and some are clipped.
  const policyLoss = (engine: Engine, ratio: PolicyObjective['ratio']) => change(engine, ({ policy }) => policy.parameters, ({ policy, reference }) => {
    const rollout = engine.rollout(reference, request(2, 1));
    const advantages = engine.upload(normals('advantages', 2 * BATCH, 1), [2, BATCH]);
    const objective = { ratio, clip: 0.2, beta: 0.15, divisor: 8, ...plainDescent };
    const referenceLogProbs = engine.logProbabilities(reference, rollout);
    engine.policyStep(policy, rollout, advantages, referenceLogProbs, objective);
  });
  const losses: Record<string, (engine: Engine) => Promise<Float32Array>> = {
    policyByToken: (engine) => policyLoss(engine, 'token'),
    policyBySequence: (engine) => policyLoss(engine, 'sequence'),
    feedback: (engine) => change(engine, ({ feedback }) => feedback.parameters, ({ feedback }) => {
      const given = (name: string, shape: readonly number[]) => engine.upload(normals(name, shape.reduce((a, b) => a * b), 1), shape);
      const tokens = Int32Array.from({ length: 2 * BATCH * LENGTH }, (_, i) => (i % LENGTH < PROMPT + 1 + (i % 5) ? 2 : 0));
      const input = {
        states: given('states', [2, BATCH, trunkShape.width]), hidden: given('hidden', [2, BATCH, LENGTH, policyShape.width]),
        tokens: engine.upload(tokens, [2, BATCH, LENGTH]), omega: 0.7,
      };
      engine.feedbackStep(feedback, input, given('annotated', [2, BATCH]), { alpha: 0.3, groupSize: GROUP, ...plainDescent });
    }),
    language: (engine) => change(engine, ({ trunk }) => trunk.parameters, ({ trunk, policy }) => {
      const { tokens } = engine.rollout(policy, request(2, 1));
      engine.languageModelStep(trunk, tokens, PROMPT, plainDescent.learningRate, plainDescent.adam);
    }),
    bradleyTerry: async (engine) => {
      const width = trunkShape.width;
      const start = normals('scoring head', 2 * (width + 1), 1);
      const head = engine.createHead(width, start);
      const weights = engine.upload(Float32Array.from({ length: 2 * BATCH }, (_, i) => (i % 3) / BATCH), [2, BATCH]);
      const differences = engine.upload(normals('differences', 2 * BATCH * width, 1), [2, BATCH, width]);
      engine.bradleyTerryStep(head, { differences, weights }, plainDescent.learningRate, plainDescent.adam);
      const [after] = await engine.read([head.parameters]);
      return after.map((value, i) => value - start[i]);
    },
  };
  const errors: Record<string, number> = {};
  for (const [name, loss] of Object.entries(losses)) errors[name] = distance(...(await both(loss)));
  return errors;
}

/** Tokens of sampled and greedy rollouts on both engines, and what the policy thought of them. */
export async function rollouts(): Promise<{ tokens: number[][]; logProbs: number; divergence: number; ends: number }> {
  const [found, expected] = await both(async (engine) => {
    const { policy, reference } = createModels(engine, 3);
    const drawn = [1, 0.5, 0].map((temperature) => engine.rollout(policy, request(3, 1, temperature)));
    const { kl, entropy } = engine.divergence(policy, drawn[0], engine.logProbabilities(reference, drawn[0]));
    return engine.read([...drawn.map(({ tokens }) => tokens), drawn[0].logProbs, kl, entropy]);
  });
  const tokens = (arrays: Float32Array[]) => arrays.slice(0, 3).flatMap((array) => [...array]);
  return {
    tokens: [tokens(found), tokens(expected)],
    logProbs: distance(found[3], expected[3]),
    divergence: Math.max(distance(found[4], expected[4]), distance(found[5], expected[5])),
    ends: found[0].filter((token) => token === 1).length,
  };
}

/** Where rows are whole vec4s, which kernels load as such: relative errors of a rollout's log probabilities, and of a policy step's statistics and gradient, of two lanes. */
export async function wholeVectors(): Promise<number[]> {
  const shape = { ...policyShape, width: 12 };
  const start = normals('whole vec4s', 2 * transformerLayout(shape).size, 0.4);
  const [found, expected] = await both(async (engine) => {
    const policy = engine.createTransformer(shape, start);
    const rollout = engine.rollout(policy, request(2, 1));
    const logProbs = engine.logProbabilities(policy, rollout);
    const advantages = engine.upload(normals('advantages', 2 * BATCH, 1), [2, BATCH]);
    const { statistics } = engine.policyStep(policy, rollout, advantages, logProbs, { ratio: 'token', clip: 0.2, beta: 0.15, divisor: 8, ...plainDescent });
    const [drawn, terms, after] = await engine.read([rollout.logProbs, statistics, policy.parameters]);
    return [drawn, terms, after.map((value, i) => value - start[i])];
  });
  return found.map((values, i) => distance(values, expected[i]));
}

/** After one whole step: relative errors of policy and feedback parameters and of the statistics. */
export async function wholeStep(options: StepOptions): Promise<number[]> {
  const [found, expected] = await both(async (engine) => {
    const models = createModels(engine, 2);
    const kept = rlStep(engine, models, 1, options);
    return engine.read([models.policy.parameters, models.feedback.parameters, ...kept]);
  });
  return found.map((values, i) => distance(values, expected[i]));
}

/** After a few steps of the scoring heads: relative errors of the last statistics and of the heads. */
export async function fittedHeads(): Promise<number[]> {
  const [found, expected] = await both((engine) => engine.read(headSteps(engine, 3, 20)));
  return found.map((values, i) => distance(values, expected[i]));
}

/** Parameters after a few steps, twice. */
export async function repeated(): Promise<number[][]> {
  const runs: number[][] = [];
  for (let run = 0; run < 2; run++) {
    const engine = await fused();
    const models = createModels(engine, 2);
    for (let t = 1; t <= 4; t++) engine.free(...rlStep(engine, models, t));
    runs.push((await engine.read([models.policy.parameters, models.feedback.parameters])).flatMap((values) => [...values]));
    engine.dispose();
  }
  return runs;
}

/** What follows a save, going on without a stop, on fresh models and on models that are taken back. */
export async function saved(): Promise<number[][]> {
  const engine = await fused();
  const outcomes = await stopped(engine, plainTrial);
  engine.dispose();
  return outcomes;
}

/** As `tokenLogProbDistances`. */
export async function tokenLogProbs(): ReturnType<typeof tokenLogProbDistances> {
  const engine = await fused();
  const found = await tokenLogProbDistances(engine);
  engine.dispose();
  return found;
}

/** Relative errors of what a policy step leaves with advantages of tokens; and whether the bits are those of responses' where all tokens of one have the same. */
export async function advantagesOfTokens(): Promise<{ errors: number[]; same: boolean }> {
  const [found, expected] = await both((engine) => policyStepOf(engine, 'own'));
  const engine = await fused();
  const [equal, responses] = [await policyStepOf(engine, 'equal'), await policyStepOf(engine, 'responses')];
  engine.dispose();
  return { errors: found.map((values, i) => distance(values, expected[i])), same: equal.every((values, i) => values.every((value, j) => Object.is(value, responses[i][j]))) };
}

/** Relative error of R2M's attention, all at once and where each workgroup is a dispatch of its own. */
export async function attention(): Promise<number[]> {
  const expected = await attentionOf(await oracle());
  const errors: number[] = [];
  for (const pace of [undefined, { leastFlops: 1, milliseconds: 0 }]) {
    const engine = await fused(pace);
    errors.push(distance((await attentionOf(engine)).weights, expected.weights));
    engine.dispose();
  }
  return errors;
}

/** What a step and a supervised step of three lanes leave: all at once; where dispatches are bounded to few FLOP; where bindings are. */
export async function inChunks(): Promise<{ values: number[][]; dispatches: number[] }> {
  const values: number[][] = [];
  const dispatches: number[] = [];
  async function run(pace?: PaceLimits): Promise<void> {
    const engine = await fused(pace);
    const models = createModels(engine, 3);
    const kept = rlStep(engine, models, 1, { advantage: 'remax' });
    dispatches.push(engine.counters.dispatches);
    const language = engine.languageModelStep(models.trunk, kept[0], PROMPT, 1e-3, plainAdam);
    const found = await engine.read([models.policy.parameters, models.feedback.parameters, models.trunk.parameters, language, ...kept]);
    values.push(found.flatMap((array) => [...array]));
    engine.dispose();
  }
  await run();
  // Less than a response needs, so that each workgroup is a dispatch of its own; then a few of them.
  await run({ leastFlops: 1, milliseconds: 0 });
  await run({ leastFlops: 150_000, milliseconds: 0 });
  const own = device!;
  const { limits } = own;
  // Room for some responses of a lane, and for every array.
  const most = 100_000;
  Object.defineProperty(own, 'limits', { configurable: true, value: { ...LEAST_LIMITS, maxBufferSize: most, maxStorageBufferBindingSize: most } });
  await run();
  Object.defineProperty(own, 'limits', { configurable: true, value: limits });
  return { values, dispatches };
}

/** What an engine says to an array that no binding of the device can hold. */
export async function tooLarge(): Promise<string> {
  const engine = await fused();
  const tokens = engine.upload(new Int32Array(LENGTH), [1, 1, LENGTH]);
  const rollout = { batch: 1, promptLength: PROMPT, tokens: { ...tokens, shape: [1, 2 ** 22, LENGTH] }, hidden: tokens, logProbs: tokens };
  try {
    engine.logProbabilities(createModels(engine, 1).policy, rollout);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  } finally {
    engine.dispose();
  }
}

let longRun: { readonly engine: FusedEngine; readonly models: Models; step: number } | null = null;

/** Steps of the long run between two readbacks: a device must not be left with thousands of steps to do. */
const READ_EVERY = 10;

/** Goes on with a long run of the smallest batches, to `step`. Device bytes and arrays then in use. */
export async function memoryAtStep(step: number): Promise<{ bytes: number; arrays: number }> {
  if (!longRun) {
    const engine = await fused();
    longRun = { engine, models: createModels(engine, 1), step: 0 };
  }
  const { engine, models } = longRun;
  while (longRun.step < step) {
    const kept = rlStep(engine, models, ++longRun.step, { prompts: 1 });
    if (longRun.step % READ_EVERY === 0 || longRun.step === step) await engine.read(kept);
    engine.free(...kept);
  }
  return { ...engine.memory() };
}

/** How often `prepare` reports, and whether anything is left to compile after it. */
export async function prepared(): Promise<{ reports: number[]; compiledLater: number }> {
  const engine = await fused();
  const reports: number[] = [];
  await engine.prepare({ transformers: [{ shape: policyShape, samples: true, trains: true }, { shape: trunkShape, samples: false, trains: false }], feedback: [feedbackShape], length: LENGTH }, (done, total) => reports.push(done / total));
  const own = device!;
  const compile = own.createComputePipeline.bind(own);
  let compiledLater = 0;
  own.createComputePipeline = (descriptor) => {
    compiledLater++;
    return compile(descriptor);
  };
  await engine.read(rlStep(engine, createModels(engine, 1), 1));
  own.createComputePipeline = compile;
  engine.dispose();
  return { reports, compiledLater };
}
