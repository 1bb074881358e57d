/** One RL step at a size that takes seconds on any engine, for checks that hold engines against each other in the page. */
import type { AdvantageName, DeviceArray, Engine, PolicyObjective, Rollout } from '../src/engine/engine.ts';
import { feedbackLayout, transformerLayout, type FeedbackShape, type TransformerShape } from '../src/engine/layout.ts';
import { fork, Stream } from '../src/engine/random.ts';

const PROMPTS = 3;
export const GROUP = 5;
export const BATCH = PROMPTS * GROUP;
export const PROMPT = 3;
const RESPONSE = 5;
export const LENGTH = PROMPT + RESPONSE;
/** No width, batch or vocabulary is a multiple of a tile; the models differ. */
export const policyShape: TransformerShape = { vocabulary: 11, width: 9, layers: 2, heads: 3, positions: LENGTH + 1 };
export const trunkShape: TransformerShape = { vocabulary: 11, width: 6, layers: 1, heads: 2, positions: LENGTH };
export const feedbackShape: FeedbackShape = { policyWidth: policyShape.width, trunkWidth: trunkShape.width, attentionWidth: 6 };

const descent = { learningRate: 3e-4, adam: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, maxGradientNorm: 1 } };

export function normals(name: string, size: number, scale: number): Float32Array {
  const stream = new Stream(fork(1, name));
  return Float32Array.from({ length: size }, () => scale * stream.normal());
}

export function createModels(engine: Engine, lanes: number) {
  const parameters = (name: string, size: number, scale = 0.4) => normals(name, lanes * size, scale);
  // R2M's rewards differ clearly within a group: dividing by a small spread would only show the rounding of rewards.
  return {
    policy: engine.createTransformer(policyShape, parameters('policy', transformerLayout(policyShape).size)),
    reference: engine.createTransformer(policyShape, parameters('reference', transformerLayout(policyShape).size)),
    trunk: engine.createTransformer(trunkShape, parameters('trunk', transformerLayout(trunkShape).size)),
    feedback: engine.createFeedbackModel(feedbackShape, parameters('feedback', feedbackLayout(feedbackShape).size, 1)),
    head: engine.upload(parameters('head', trunkShape.width + 1), [lanes, trunkShape.width + 1]),
  };
}
export type Models = ReturnType<typeof createModels>;

export function request(lanes: number, t: number, temperature = 1, batch = BATCH) {
  const stream = new Stream(fork(2, 'prompts', t));
  return {
    prompts: Int32Array.from({ length: lanes * batch * PROMPT }, () => 2 + stream.integer(policyShape.vocabulary - 2)),
    promptLength: PROMPT, responseLength: RESPONSE, temperature,
    keys: Uint32Array.from({ length: lanes }, (_, lane) => fork(lane, 'rollout', t)),
  };
}

export interface StepOptions {
  readonly arm?: 'frozen' | 'r2m';
  readonly ratio?: PolicyObjective['ratio'];
  readonly advantage?: AdvantageName;
  /** Groups of a batch. */
  readonly prompts?: number;
}

/** One RL step. The arrays that are returned live on. */
export function rlStep(engine: Engine, { policy, reference, trunk, feedback, head }: Models, t: number, options: StepOptions = {}): readonly DeviceArray[] {
  const { arm = 'r2m', ratio = 'token', advantage = 'grpo', prompts = PROMPTS } = options;
  return engine.scope(() => {
    const rollout = engine.rollout(policy, request(policy.lanes, t, 1, prompts * GROUP));
    const score = ({ tokens, hidden }: Rollout) => {
      const states = engine.finalStates(trunk, tokens);
      const proxy = engine.headRewards(head, states, 1);
      const input = { states, hidden, tokens, omega: 0.7 };
      return { input, proxy, own: arm === 'r2m' ? engine.feedbackRewards(feedback, input) : proxy };
    };
    const { input, proxy, own } = score(rollout);
    const scaled = (values: DeviceArray) => (arm === 'r2m' ? engine.matchScale(values, own, proxy, GROUP) : values);
    const rewards = scaled(own);
    const greedy = advantage === 'remax' ? scaled(score(engine.rollout(policy, request(policy.lanes, t, 0, prompts))).own) : null;
    const advantages = engine.advantages(advantage, rewards, GROUP, greedy);
    const referenceLogProbs = engine.logProbabilities(reference, rollout);
    const epoch = () => engine.policyStep(policy, rollout, advantages, referenceLogProbs, { ratio, clip: 0.2, beta: 0.15, divisor: 8, ...descent });
    epoch();
    const { hidden, statistics } = epoch();
    const kept = [rollout.tokens, proxy, rewards, statistics];
    if (arm === 'frozen') return kept;
    return [...kept, engine.feedbackStep(feedback, { ...input, hidden }, rewards, { alpha: 0.3, groupSize: GROUP, ...descent })];
  });
}

const PAIRS = 7;

/** A few AdamW steps of the scoring heads. Returns the last step's statistics and the heads. */
export function headSteps(engine: Engine, lanes: number, steps: number): readonly DeviceArray[] {
  const width = trunkShape.width;
  const head = engine.createHead(width, normals('scoring head', lanes * (width + 1), 1));
  const differences = engine.upload(normals('differences', lanes * PAIRS * width, 1), [lanes, PAIRS, width]);
  const weights = engine.upload(Float32Array.from({ length: lanes * PAIRS }, (_, i) => (i % 3) / PAIRS), [lanes, PAIRS]);
  const statistics = Array.from({ length: steps }, () =>
    engine.bradleyTerryStep(head, { differences, weights }, 0.05, { ...descent.adam, weightDecay: 0.3 }));
  return [statistics[steps - 1], head.parameters];
}

/** Relative L2 distance. */
export function distance(found: Float32Array, expected: Float32Array): number {
  if (found.length !== expected.length) throw new Error(`${found.length} values, expected ${expected.length}`);
  const norm = (values: Float32Array) => Math.hypot(...values);
  return norm(found.map((value, i) => value - expected[i])) / norm(expected);
}
