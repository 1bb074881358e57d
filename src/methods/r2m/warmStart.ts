import { joined, perLane } from '../../engine/lanes.ts';
import { feedbackLayout } from '../../engine/layout.ts';
import { DEFAULT_ADAM } from '../../rlhf/adam.ts';
import { ROW_LENGTH } from '../../world/prompts.ts';
import { defineMethod, type AnyLab } from '../method.ts';
import { feedbackShape } from '../shapes.ts';
import { initialFeedback, startFeedback } from './feedback.ts';
import { family } from './r2m.ts';

/** R2M whose cross attention begins with what the labels say of the reference's states, where R2M's begins with random projections. */
export const warmStart = defineMethod({
  ...family,
  name: 'warmStart',
  title: 'R2M from a fitted attention',
  summary: 'R2M whose cross attention was first fitted to the labelled pairs, on the starting policy’s states.',
  isolates: 'what random projections at the start cost R2M',
  family: 'Controls',
  source: 'a control of this lab',
  status: 'control',
  fields: {
    warmSteps: {
      type: 'integer', min: 0, max: 1000, step: 10, default: 100, group: 'Method', effect: 'run', label: 'Steps of the first fit',
      help: 'Bradley–Terry steps on all labelled pairs at once, at R2M’s peak learning rate and with ω at its floor. The head is the ordinary one again afterwards. 0 is R2M.',
    },
  },
  start: async (lab, saved) => startFeedback(lab, saved, saved ? {} : { initial: await warmed(lab, lab.config().warmSteps) }),
});

/** R2M's first parameters after `steps` steps on the labelled pairs, but for the head, which is the frozen one. */
export async function warmed({ engine, seeds, heads, config, models, pairs, breathe }: AnyLab, steps: number): Promise<Float32Array[]> {
  const shape = feedbackShape(config());
  const model = engine.createFeedbackModel(shape, joined(seeds.map((seed, lane) => initialFeedback(shape, seed, heads[lane]))));
  const rows = 2 * pairs[0].firstPreferred.length;
  const arrays = engine.scope(() => {
    const tokens = engine.upload(Int32Array.from(pairs.flatMap((labelled) => [...labelled.tokens])), [seeds.length, rows, ROW_LENGTH]);
    const states = engine.upload(joined(pairs.map((labelled) => labelled.states)), [seeds.length, rows, shape.trunkWidth]);
    const preferred = Float32Array.from(pairs.flatMap(({ firstPreferred }) => firstPreferred.flatMap((first) => (first ? [1, 0] : [0, 1]))));
    return [tokens, states, engine.hiddenStates(models.reference, tokens), engine.upload(preferred, [seeds.length, rows])] as const;
  });
  try {
    const [tokens, states, hidden, preferred] = arrays;
    const { omegaMin: omega, rewardLearningRate: learningRate } = config();
    for (let step = 0; step < steps; step++) {
      engine.free(engine.feedbackStep(model, { states, hidden, tokens, omega }, preferred, { alpha: 0, groupSize: 2, learningRate, adam: DEFAULT_ADAM }));
      await breathe();
    }
    const [parameters] = await engine.read([model.parameters]);
    const { offset } = feedbackLayout(shape).at('head');
    return perLane(parameters, seeds.length).map((row, lane) => {
      row.set(heads[lane], offset);
      return row;
    });
  } finally {
    engine.free(model, ...arrays);
  }
}
