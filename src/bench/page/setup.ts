/** Starting weights and settings of a problem. */
import type { Config } from '../../config/fields.ts';
import { defaultConfig } from '../../config/schema.ts';
import { headLayout } from '../../engine/layout.ts';
import { fork, Stream } from '../../engine/random.ts';
import { initialParameters } from '../../experiment/initialise.ts';
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
 * Untrained weights from seeds 1 .. R: what is timed does not depend on how good they are, only on how long the responses
 * get, and those of untrained weights are nearly the longest. Learning rates are constant, so that repeating one step is
 * the work of any step.
 */
export function setUp(model: Model, lanes: number): Setup {
  const config: Config = {
    ...defaultConfig, ...model, learningRateSchedule: 'constant', rewardLearningRateSchedule: 'constant',
  };
  const seeds = Array.from({ length: lanes }, (_, lane) => lane + 1);
  const stream = (seed: number, name: string) => new Stream(fork(seed, 'bench', name));
  const normals = (count: number, source: Stream) => Float32Array.from({ length: count }, () => source.normal());
  const batch = config.promptsPerStep * config.groupSize;
  const advantages = new Float32Array(lanes * batch);
  seeds.forEach((seed, lane) => advantages.set(normals(batch, stream(seed, 'advantages')), lane * batch));
  return {
    config, seeds, advantages,
    step: Math.floor(config.steps / 2),
    policies: seeds.map((seed) => initialParameters(policyShape(config), POLICY_EMBEDDING, stream(seed, 'policy'))),
    references: seeds.map((seed) => initialParameters(policyShape(config), POLICY_EMBEDDING, stream(seed, 'reference'))),
    trunks: seeds.map((seed) => initialParameters(trunkShape(config), TRUNK_EMBEDDING, stream(seed, 'trunk'))),
    heads: seeds.map((seed) => normals(headLayout(config.trunkWidth).size, stream(seed, 'head'))),
  };
}
