/** Material for tests. Metrics are plausible numbers, of which a test sets those that it looks at. */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import type { TransformerShape } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { drawDemonstrations } from '../world/demonstrations.ts';
import { ROW_LENGTH } from '../world/prompts.ts';
import { layFoundation, type Foundation } from './foundation.ts';
import { initialParameters } from './initialise.ts';
import type { EvaluationMetrics, TrainingMetrics } from './metrics.ts';
import type { Basis } from './pool.ts';
import { HELD_OUT_PAIRS } from './preferences.ts';
import type { Start } from './starts.ts';

/** Models as they are before any training. */
export function untrained(config: Config): Start {
  const draw = (shape: TransformerShape) => initialParameters(shape, 0.1, new Stream(1));
  return { policy: draw(policyShape(config)), trunk: draw(trunkShape(config)) };
}

/** What a seed's lanes begin with, none of it trained: models, heads and pairs of demonstrations with made-up states and labels. */
export function untrainedBasis(config: Config, seed: number): Basis {
  const stream = new Stream(fork(seed, 'untrained'));
  const draw = (shape: TransformerShape) => initialParameters(shape, 0.1, stream);
  const responses = (pairs: number) => {
    const tokens = drawDemonstrations(2 * pairs, stream);
    return { tokens, states: Float32Array.from({ length: 2 * pairs * config.trunkWidth }, () => stream.normal()) };
  };
  const goldOf = (tokens: Int32Array) => Array.from({ length: tokens.length / ROW_LENGTH }, () => stream.normal());
  const heldOut = responses(HELD_OUT_PAIRS);
  return {
    start: { policy: draw(policyShape(config)), trunk: draw(trunkShape(config)) },
    preferences: {
      goldQueries: config.labels,
      pairs: { ...responses(config.labels), firstPreferred: Array.from({ length: config.labels }, () => stream.uniform() < 0.5) },
      head: Float32Array.from({ length: config.trunkWidth + 1 }, () => stream.normal()),
      heldOut: { ...heldOut, gold: goldOf(heldOut.tokens) },
    },
  };
}

/** The foundation of lanes of which nothing is trained. */
export function untrainedFoundation(config: Config, engine: Engine, seeds: readonly number[]): { readonly foundation: Foundation; readonly bases: readonly Basis[] } {
  const bases = seeds.map((seed) => untrainedBasis(config, seed));
  return { bases, foundation: layFoundation(config, engine, seeds, bases) };
}

const batch = {
  gold: 2, goldContent: 2, goldFlow: 0, goldLength: 0, goldStyle: 0, goldRepeats: 0, goldOffTopic: 0, goldEnding: 0,
  proxy: 0, ownProxy: 0, kl: 0, length: 6, styleWords: 1, entropy: 10, onPolicyAccuracy: 0.6,
};

export function evaluation(step: number, values: Partial<EvaluationMetrics> = {}): EvaluationMetrics {
  return { step, ...batch, heldOutAccuracy: 0.7, goldQueries: 75, ...values };
}

export function training(step: number, values: Partial<TrainingMetrics> = {}): TrainingMetrics {
  return {
    step, ...batch, loss: 0, clipFraction: 0, gradientNorm: 1, learningRate: 1e-4, ...values,
  };
}
