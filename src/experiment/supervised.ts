/** Language-model training on demonstrations: SFT of the policy, and the pre-training of the reward trunk. */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { joined, perLane } from '../engine/lanes.ts';
import type { TransformerShape } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { DEFAULT_ADAM } from '../rlhf/adam.ts';
import { supervisedLearningRate } from '../rlhf/schedules.ts';
import { train } from '../rlhf/training.ts';
import { drawDemonstrations } from '../world/demonstrations.ts';
import { PROMPT_LENGTH, ROW_LENGTH } from '../world/prompts.ts';
import type { Control } from './control.ts';
import type { RunEvent } from './events.ts';
import { initialParameters } from './initialise.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { watching } from './watching.ts';

/** The two supervised stages. Each draws demonstrations of its own. */
export type SupervisedStage = 'sft' | 'trunk';

const EMBEDDING_DEVIATION: Readonly<Record<SupervisedStage, number>> = { sft: 0.1, trunk: 0.3 };

interface Plan {
  readonly shape: TransformerShape;
  readonly steps: number;
}

function planOf(stage: SupervisedStage, config: Config): Plan {
  return stage === 'sft'
    ? { shape: policyShape(config), steps: config.sftSteps }
    : { shape: trunkShape(config), steps: config.trunkSteps };
}

/** Trains one model per seed, all at once. Returns each seed's parameters, flat, which are the same whether anybody hears of them by `tell` or not. */
export async function trainSupervised(
  stage: SupervisedStage, config: Config, seeds: readonly number[], engine: Engine, control: Control,
  progress: (done: number, total: number) => void, tell: ((event: Extract<RunEvent, { type: 'learning' }>) => void) | null = null,
): Promise<Float32Array[]> {
  const { shape, steps } = planOf(stage, config);
  const lanes = seeds.map((seed) => ({
    initial: initialParameters(shape, EMBEDDING_DEVIATION[stage], new Stream(fork(seed, stage, 'initial'))),
    demonstrations: drawDemonstrations(config.demonstrations, new Stream(fork(seed, stage, 'demonstrations'))),
    order: new Stream(fork(seed, stage, 'order')),
  }));
  await engine.prepare({ transformers: [{ shape, samples: false, trains: true }], feedback: [], length: ROW_LENGTH }, () => undefined);
  const model = engine.createTransformer(shape, joined(lanes.map((lane) => lane.initial)));
  try {
    const watch = tell && await watching({ stage, steps, seed: seeds[0], model, engine, tell });
    await train({ name: stage, steps, engine, breathe: () => control.breathe(), progress, watch }, (step) => {
      const rows = new Int32Array(seeds.length * config.supervisedBatch * ROW_LENGTH);
      lanes.forEach(({ demonstrations, order }, lane) => {
        for (let i = 0; i < config.supervisedBatch; i++) {
          const row = order.integer(config.demonstrations) * ROW_LENGTH;
          rows.set(demonstrations.subarray(row, row + ROW_LENGTH), (lane * config.supervisedBatch + i) * ROW_LENGTH);
        }
      });
      const tokens = engine.upload(rows, [seeds.length, config.supervisedBatch, ROW_LENGTH]);
      return engine.languageModelStep(model, tokens, PROMPT_LENGTH, supervisedLearningRate(config.sftLearningRate, step, steps), DEFAULT_ADAM);
    });
    const [parameters] = await engine.read([model.parameters]);
    return perLane(parameters, seeds.length);
  } finally {
    engine.free(model);
  }
}
