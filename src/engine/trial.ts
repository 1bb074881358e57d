/** Material for tests of engines: an RL step with R2M on tiny models, through everything that the interface has. */
import type { Engine } from './engine.ts';
import { feedbackLayout, headLayout, transformerLayout, type TransformerShape } from './layout.ts';
import { fork, Stream } from './random.ts';

export interface Trial {
  readonly lanes: number;
  readonly batch: number;
  readonly group: number;
  readonly promptLength: number;
  readonly responseLength: number;
  readonly policy: Omit<TransformerShape, 'positions'>;
  readonly trunk: Omit<TransformerShape, 'positions' | 'vocabulary'>;
  readonly attentionWidth: number;
  readonly ratio: 'token' | 'sequence';
  readonly temperature: number;
  /** Added to the policies' output bias of EOS: large where responses are to end at once, far below 0 where never. */
  readonly eosBias: number;
  readonly maxGradientNorm: number;
}

export const plainTrial: Trial = {
  lanes: 2, batch: 8, group: 4, promptLength: 3, responseLength: 6,
  policy: { vocabulary: 11, width: 8, layers: 2, heads: 2 }, trunk: { width: 12, layers: 2, heads: 3 }, attentionWidth: 6,
  ratio: 'token', temperature: 1, eosBias: 0, maxGradientNorm: 1,
};

const EOS = 1;

/** Uniform in -1/2 .. 1/2. */
export function random(size: number, ...path: (string | number)[]): Float32Array<ArrayBuffer> {
  const stream = new Stream(fork(5, ...path));
  return Float32Array.from({ length: size }, () => stream.uniform() - 0.5);
}

export const policyOf = ({ policy, promptLength, responseLength }: Trial): TransformerShape => ({ ...policy, positions: promptLength + responseLength });

/** Weights of every lane. */
export function randomPolicy(trial: Trial, name: string): Float32Array<ArrayBuffer> {
  const layout = transformerLayout(policyOf(trial));
  const parameters = random(trial.lanes * layout.size, name);
  for (let lane = 0; lane < trial.lanes; lane++) parameters[lane * layout.size + layout.at('output.bias').offset + EOS] += trial.eosBias;
  return parameters;
}

export function createModels(engine: Engine, trial: Trial) {
  const { lanes, attentionWidth } = trial;
  const policy = policyOf(trial);
  const trunk = { ...policy, ...trial.trunk };
  const feedback = { policyWidth: policy.width, trunkWidth: trunk.width, attentionWidth };
  const head = headLayout(trunk.width).size;
  return {
    policy: engine.createTransformer(policy, randomPolicy(trial, 'policy')),
    reference: engine.createTransformer(policy, randomPolicy(trial, 'reference')),
    trunk: engine.createTransformer(trunk, random(lanes * transformerLayout(trunk).size, 'trunk')),
    feedback: engine.createFeedbackModel(feedback, random(lanes * feedbackLayout(feedback).size, 'feedback').map((value) => 4 * value)),
    language: engine.createTransformer(policy, randomPolicy(trial, 'language')),
    head: engine.upload(random(lanes * head, 'head'), [lanes, head]),
    fitted: engine.createHead(trunk.width, random(lanes * head, 'fitted')),
  };
}
export type Models = ReturnType<typeof createModels>;

/** One RL step with R2M; returns tokens first, then everything measured, then the models after it. */
export async function rlStep(engine: Engine, models: Models, trial: Trial, step: number): Promise<Float32Array[]> {
  const { lanes, batch, group, promptLength, responseLength, ratio, temperature } = trial;
  const { vocabulary } = trial.policy;
  const stream = new Stream(fork(5, 'prompts', step));
  // A large epsilon: with Adam's usual one a gradient of rounding errors alone (a key bias has no other) moves a weight by a whole step.
  const adam = { beta1: 0.9, beta2: 0.99, epsilon: 1e-3, maxGradientNorm: trial.maxGradientNorm };
  const arrays = engine.scope(() => {
    const rollout = engine.rollout(models.policy, {
      prompts: Int32Array.from({ length: lanes * batch * promptLength }, () => 2 + stream.integer(vocabulary - 2)), promptLength, responseLength,
      keys: Uint32Array.from({ length: lanes }, (_, lane) => fork(lane, 'rollout', step)), temperature,
    });
    const states = engine.finalStates(models.trunk, rollout.tokens);
    const input = { states, hidden: rollout.hidden, tokens: rollout.tokens, omega: 0.7 };
    const frozen = engine.headRewards(models.head, states, 0.9);
    const own = engine.feedbackRewards(models.feedback, input);
    const rewards = engine.matchScale(own, own, frozen, group);
    const greedy = engine.upload(random(lanes * batch / group, 'greedy'), [lanes, batch / group]);
    const advantages = engine.advantages('rloo', rewards, group, null);
    const others = (['grpo', 'remax', 'reinforcePlusPlus'] as const).map((name) => engine.advantages(name, rewards, group, greedy));
    const reference = engine.logProbabilities(models.reference, rollout);
    const objective = { ratio, clip: 0.2, beta: 0.1, divisor: 8, learningRate: 1e-2, adam } as const;
    const epochs = [1, 2].map(() => engine.policyStep(models.policy, rollout, advantages, reference, objective));
    const trained = engine.feedbackStep(
      models.feedback, { ...input, hidden: epochs[1].hidden }, rewards, { alpha: 0.3, groupSize: group, learningRate: 1e-2, adam },
    );
    const again = engine.feedbackRewards(models.feedback, { ...input, hidden: engine.hiddenStates(models.policy, rollout.tokens) });
    const { kl, entropy } = engine.divergence(models.policy, rollout, reference);
    const language = engine.languageModelStep(models.language, rollout.tokens, promptLength, 1e-2, { ...adam, weightDecay: 0.05 });
    // What a labelled pair's states would be, from any states of the right shape.
    const pairs = { differences: states, weights: engine.upload(new Float32Array(lanes * batch).fill(1 / batch), [lanes, batch]) };
    const fit = engine.bradleyTerryStep(models.fitted, pairs, 1e-2, { ...adam, weightDecay: 0.1 });
    return [
      rollout.tokens, rollout.logProbs, states, rewards, advantages, ...others, ...epochs.map(({ statistics }) => statistics), trained, again, kl, entropy, language, fit,
    ];
  });
  const trainables = [models.policy, models.feedback, models.language, models.fitted];
  const values = await engine.read([...arrays, ...trainables.map(({ parameters }) => parameters)]);
  engine.free(...arrays);
  return values;
}

export async function twoSteps(engine: Engine, trial: Trial): Promise<Float32Array[][]> {
  const models = createModels(engine, trial);
  const outcome = [await rlStep(engine, models, trial, 1), await rlStep(engine, models, trial, 2)];
  engine.free(...Object.values(models));
  return outcome;
}

const TRAINED = ['policy', 'feedback', 'language', 'fitted'] as const;

/** What a third step brings, and the models after it: without a stop after the first two, on fresh models that were restored, and once more on those. */
export async function stopped(engine: Engine, trial: Trial): Promise<number[][]> {
  const models = createModels(engine, trial);
  const save = (from: Models) => {
    const arrays = TRAINED.map((name) => engine.save(from[name]));
    return engine.read(arrays).finally(() => engine.free(...arrays));
  };
  const go = async (on: Models) => {
    const outcomes = [...await rlStep(engine, on, trial, 3), ...await save(on)];
    return outcomes.flatMap((values) => [...values]);
  };
  for (const step of [1, 2]) await rlStep(engine, models, trial, step);
  const saved = await save(models);
  const steps = TRAINED.map((name) => models[name].steps);
  const others = createModels(engine, trial);
  const resume = () => TRAINED.forEach((name, i) => engine.restore(others[name], saved[i], steps[i]));
  const never = await go(models);
  resume();
  const fresh = await go(others);
  resume();
  const rewound = await go(others);
  engine.free(...Object.values(models), ...Object.values(others));
  return [never, fresh, rewound];
}

/** Of all values, by their size. */
export function relativeError(found: Float32Array, expected: Float32Array): number {
  let error = 0;
  let size = 0;
  expected.forEach((value, i) => {
    error += (found[i] - value) ** 2;
    size += value ** 2;
  });
  return size === 0 ? Math.sqrt(error) : Math.sqrt(error / size);
}

/** A number made of all bits of two steps: FNV-1a over the values' words, in hexadecimal digits. */
export async function fingerprint(engine: Engine, trial: Trial): Promise<string> {
  let hash = 0x811c9dc5;
  for (const values of (await twoSteps(engine, trial)).flat()) {
    for (const bits of new Uint32Array(Float32Array.from(values).buffer)) hash = Math.imul(hash ^ bits, 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/** Wide enough that every kernel has whole registers and parts of them to do, long enough for several groups. */
export const bitTrial: Trial = {
  ...plainTrial, batch: 24, responseLength: 16, policy: { vocabulary: 43, width: 36, layers: 2, heads: 6 }, trunk: { width: 20, layers: 2, heads: 2 }, attentionWidth: 12,
};

/** `fingerprint` of the SIMD engine on `bitTrial`, on every processor and in every browser. */
export const SIMD_FINGERPRINT = '03dda9d5';
