import { DEFAULT_ADAM } from '../rlhf/adam.ts';
import { joined } from '../engine/lanes.ts';
import { feedbackLayout, type FeedbackShape } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { omegaAt } from '../rlhf/omega.ts';
import { rewardLearningRate } from '../rlhf/schedules.ts';
import type { Method, Responses } from './method.ts';
import { feedbackShape } from './shapes.ts';

/**
 * R2M (Algorithm 1): the reward reads the policy's hidden states by cross attention [3, 4], and after each policy step
 * the attention and the head take one step on GREBT [7], with pairs that the rewards themselves pick. No label is used.
 */
export const r2m: Method = {
  name: 'r2m',
  title: 'R2M',
  summary: 'The judge also reads the policy’s own hidden states and is updated as the policy moves, without new labels.',
  source: 'Huang et al., Real-Time Aligned Reward Model beyond Semantics, arXiv 2601.22664',
  status: 'faithful',
  start: ({ engine, seeds, heads, config }) => {
    const shape = feedbackShape(config());
    const model = engine.createFeedbackModel(shape, joined(seeds.map((seed, lane) => initial(shape, seed, heads[lane]))));
    const omega = (t: number) => omegaAt(t, config().steps, config().omegaMin);
    const input = ({ states, hidden, tokens, t }: Responses) => ({ states, hidden, tokens, omega: omega(t) });
    return {
      score: (responses) => engine.feedbackRewards(model, input(responses)),
      annotate: (responses, batch) => {
        const rewards = engine.feedbackRewards(model, input(responses));
        if (!config().matchScale) return rewards;
        const ofBatch = responses === batch ? rewards : engine.feedbackRewards(model, input(batch));
        return engine.matchScale(rewards, ofBatch, batch.frozenRewards, config().groupSize);
      },
      afterPolicyStep: (batch, annotated, fresh) => engine.feedbackStep(model, input({ ...batch, hidden: fresh }), annotated, {
        alpha: config().alpha,
        groupSize: config().groupSize,
        learningRate: rewardLearningRate(config(), batch.t - 1),
        adam: DEFAULT_ADAM,
      }),
      omega,
      dispose: () => engine.free(model),
    };
  },
};

/** Projections from U(+-1/sqrt(fan-in)); the head is the frozen one: both streams share phi. */
function initial(shape: FeedbackShape, seed: number, head: Float32Array): Float32Array {
  const layout = feedbackLayout(shape);
  const stream = new Stream(fork(seed, 'r2m', 'initial'));
  const parameters = new Float32Array(layout.size);
  for (const { offset, size, shape: [fanIn] } of ['Wq', 'Wk', 'Wv', 'Wo'].map((name) => layout.at(name))) {
    const bound = 1 / Math.sqrt(fanIn);
    for (let i = 0; i < size; i++) parameters[offset + i] = bound * (2 * stream.uniform() - 1);
  }
  parameters.set(head, layout.at('head').offset);
  return parameters;
}
