/** Starting weights and settings of a problem. */
import type { Config } from '../../config/fields.ts';
import { defaultConfig } from '../../settings/schema.ts';
import { headLayout } from '../../engine/layout.ts';
import { fork, Stream } from '../../engine/random.ts';
import { initialParameters } from '../../experiment/initialise.ts';
import { loadStarts, shippedSeeds, type StartsReader } from '../../experiment/starts.ts';
import { policyShape, trunkShape } from '../../methods/shapes.ts';
import type { Model } from '../plan.ts';

export interface Setup {
  readonly config: Config;
  readonly seeds: readonly number[];
  /** The RL step whose settings are used: half way, where policy feedback has its full weight. */
  readonly step: number;
  /** One row of parameters per seed. */
  readonly policies: readonly Float32Array[];
  readonly references: readonly Float32Array[];
  readonly trunks: readonly Float32Array[];
  readonly heads: readonly Float32Array[];
  /** (R, B) */
  readonly advantages: Float32Array;
}

/** Deviations of embeddings of policy and trunk: weights at the scale of a run's start. */
const POLICY_EMBEDDING = 0.1;
const TRUNK_EMBEDDING = 0.3;

/**
 * Weights of one seed per lane. What is timed does not depend on how good they are, only on how long the responses get:
 * those of untrained weights are nearly the longest. Learning rates are constant, so that repeating one step is the work
 * of any step.
 *
 * @throws RangeError where real responses are asked for and weights are not shipped for the model, or for fewer seeds
 */
export async function setUp(model: Model, lanes: number, readStarts: StartsReader): Promise<Setup> {
  const { responses, ...sizes } = model;
  const config: Config = {
    ...defaultConfig, ...sizes, learningRateSchedule: 'constant', rewardLearningRateSchedule: 'constant',
  };
  const models = responses === 'real' ? await shippedModels(config, lanes, readStarts) : untrainedModels(config, lanes);
  const normals = (count: number, seed: number, name: string) => {
    const source = stream(seed, name);
    return Float32Array.from({ length: count }, () => source.normal());
  };
  const batch = config.promptsPerStep * config.groupSize;
  const advantages = new Float32Array(lanes * batch);
  models.seeds.forEach((seed, lane) => advantages.set(normals(batch, seed, 'advantages'), lane * batch));
  return {
    ...models, config, advantages,
    step: Math.floor(config.steps / 2),
    heads: models.seeds.map((seed) => normals(headLayout(config.trunkWidth).size, seed, 'head')),
  };
}

type Models = Pick<Setup, 'seeds' | 'policies' | 'references' | 'trunks'>;

const stream = (seed: number, name: string) => new Stream(fork(seed, 'bench', name));

/** From seeds 1 .. R. */
function untrainedModels(config: Config, lanes: number): Models {
  const seeds = Array.from({ length: lanes }, (_, lane) => lane + 1);
  return {
    seeds,
    policies: seeds.map((seed) => initialParameters(policyShape(config), POLICY_EMBEDDING, stream(seed, 'policy'))),
    references: seeds.map((seed) => initialParameters(policyShape(config), POLICY_EMBEDDING, stream(seed, 'reference'))),
    trunks: seeds.map((seed) => initialParameters(trunkShape(config), TRUNK_EMBEDDING, stream(seed, 'trunk'))),
  };
}

async function shippedModels(config: Config, lanes: number, readStarts: StartsReader): Promise<Models> {
  const seeds = (await shippedSeeds(config, readStarts)).slice(0, lanes);
  const starts = await loadStarts({ ...config, seeds: [...seeds] }, readStarts);
  if (starts.size < lanes) throw new RangeError(`starting weights of this model are shipped for ${starts.size} seeds, not ${lanes}`);
  const policies = seeds.map((seed) => starts.get(seed)!.policy);
  return { seeds, policies, references: policies, trunks: seeds.map((seed) => starts.get(seed)!.trunk) };
}
