/** The Bradley-Terry fit of the scoring heads of all seeds, on the engine. */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { joined, perLane } from '../engine/lanes.ts';
import { headLayout } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { DEFAULT_ADAM } from '../rlhf/adam.ts';
import { decayToTenth } from '../rlhf/schedules.ts';
import type { Control } from './control.ts';
import { train } from './training.ts';

/**
 * Fits each seed's head by AdamW, its rate decaying linearly to 10 %, from weights in U(+-1/sqrt(D_rm)); each step's
 * batch is drawn from the labelled pairs with replacement. `differences`: states of preferred minus other responses,
 * (N, D_rm) for each seed. Returns heads (D_rm + 1) in `headLayout`; a difference of rewards does not see the bias, which stays 0.
 */
export async function fitHeads(
  config: Config, seeds: readonly number[], differences: readonly Float32Array[], engine: Engine, control: Control,
  progress: (done: number, total: number) => void,
): Promise<Float32Array[]> {
  const { trunkWidth: width, labels, supervisedBatch, headSteps: steps, headLearningRate, headWeightDecay: weightDecay } = config;
  const streams = seeds.map((seed) => new Stream(fork(seed, 'head')));
  const pairs = engine.upload(joined(differences), [seeds.length, labels, width]);
  const head = engine.createHead(width, joined(streams.map((stream) => initialHead(width, stream))));
  try {
    await train({ name: 'the scoring head', steps, engine, control, progress }, (step) => {
      const weights = new Float32Array(seeds.length * labels);
      streams.forEach((stream, lane) => {
        for (let i = 0; i < supervisedBatch; i++) weights[lane * labels + stream.integer(labels)] += 1 / supervisedBatch;
      });
      const batch = { differences: pairs, weights: engine.upload(weights, [seeds.length, labels]) };
      return engine.bradleyTerryStep(head, batch, headLearningRate * decayToTenth(step, steps), { ...DEFAULT_ADAM, weightDecay });
    });
    const [parameters] = await engine.read([head.parameters]);
    return perLane(parameters, seeds.length);
  } finally {
    engine.free(head, pairs);
  }
}

function initialHead(width: number, stream: Stream): Float32Array {
  const layout = headLayout(width);
  const { offset } = layout.at('head');
  const parameters = new Float32Array(layout.size);
  for (let i = 0; i < width; i++) parameters[offset + i] = (2 * stream.uniform() - 1) / Math.sqrt(width);
  return parameters;
}
