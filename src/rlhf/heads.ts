/** The Bradley-Terry fit of the scoring heads of all seeds, on the engine. */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { joined, perLane } from '../engine/lanes.ts';
import { headLayout } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { DEFAULT_ADAM } from './adam.ts';
import { decayToTenth } from './schedules.ts';
import { train } from './training.ts';

/** What the fit reads of a configuration. */
export type HeadRecipe = Pick<Config, 'trunkWidth' | 'labels' | 'supervisedBatch' | 'headSteps' | 'headLearningRate' | 'headWeightDecay'>;

/**
 * Fits each seed's head by AdamW, its rate decaying linearly to 10 %, from weights in U(+-1/sqrt(D_rm)); each step's
 * batch is drawn from the labelled pairs with replacement. `differences`: states of preferred minus other responses,
 * (N, D_rm) for each seed. Returns heads (D_rm + 1) in `headLayout`; a difference of rewards does not see the bias, which stays 0.
 */
export async function fitHeads(
  recipe: HeadRecipe, seeds: readonly number[], differences: readonly Float32Array[], engine: Engine, breathe: () => Promise<void>,
  progress: (done: number, total: number) => void = () => undefined,
): Promise<Float32Array[]> {
  const { trunkWidth: width, labels, supervisedBatch, headSteps: steps, headLearningRate, headWeightDecay: weightDecay } = recipe;
  const streams = seeds.map(headStream);
  const pairs = engine.upload(joined(differences), [seeds.length, labels, width]);
  const head = engine.createHead(width, joined(streams.map((stream) => initialHead(width, stream))));
  try {
    await train({ name: 'the scoring head', steps, engine, breathe, progress }, (step) => {
      const weights = joined(streams.map((stream) => drawnBatch(labels, supervisedBatch, stream)));
      const batch = { differences: pairs, weights: engine.upload(weights, [seeds.length, labels]) };
      return engine.bradleyTerryStep(head, batch, headLearningRate * decayToTenth(step, steps), { ...DEFAULT_ADAM, weightDecay });
    });
    const [parameters] = await engine.read([head.parameters]);
    return perLane(parameters, seeds.length);
  } finally {
    engine.free(head, pairs);
  }
}

/** The random numbers of a seed's head: its first weights, then each step's batch. */
export function headStream(seed: number): Stream {
  return new Stream(fork(seed, 'head'));
}

/** (D_rm + 1), in `headLayout`. */
export function initialHead(width: number, stream: Stream): Float32Array {
  const layout = headLayout(width);
  const { offset } = layout.at('head');
  const parameters = new Float32Array(layout.size);
  for (let i = 0; i < width; i++) parameters[offset + i] = (2 * stream.uniform() - 1) / Math.sqrt(width);
  return parameters;
}

/** What each of the pairs counts in a batch of `size` of them, drawn with replacement: (N), adding up to 1. */
export function drawnBatch(pairs: number, size: number, stream: Stream): Float32Array {
  const weights = new Float32Array(pairs);
  for (let i = 0; i < size; i++) weights[stream.integer(pairs)] += 1 / size;
  return weights;
}
