/** R2M's reward model at work (arXiv 2601.22664), and the places at which its ablations differ. */
import type { Config } from '../../config/fields.ts';
import type { DeviceArray, FeedbackModel, feedbackStatistics } from '../../engine/engine.ts';
import { joined } from '../../engine/lanes.ts';
import { feedbackLayout, type FeedbackShape } from '../../engine/layout.ts';
import { fork, Stream } from '../../engine/random.ts';
import { DEFAULT_ADAM } from '../../rlhf/adam.ts';
import { rewardLearningRate } from '../../rlhf/schedules.ts';
import { later, type Annotation, type AnyLab, type Batch, type Late, type MethodRun, type Reported, type Responses, type Saved, type Stepped } from '../method.ts';
import { omegaOf, reportedOmega } from '../omega.ts';
import { restored } from '../saved.ts';
import { feedbackShape } from '../shapes.ts';

/** What differs from R2M. */
export interface Variation {
  /** What cross attention reads in place of h of each of these, (R, B, S, D_p); the caller frees them. What is read back is read at once. */
  readonly hidden?: (all: readonly Responses[]) => Late<readonly DeviceArray[]>;
  /** The weight of the text itself in place of omega(t). */
  readonly omega?: (t: number) => number;
  /** Parameters to begin with, one row per lane, in `feedbackLayout`. */
  readonly initial?: readonly Float32Array[];
  /** Training after the policy's last epoch in place of GREBT. */
  readonly train?: (model: FeedbackModel, step: Stepped) => Late<Reported | null>;
}

/** What a step of GREBT reports, in the order of `feedbackStatistics`. */
export const GREBT_COLUMNS = ['rewardLoss', 'bradleyTerry', 'groupRewardEntropy', 'rewardGradientNorm'] as const satisfies { length: typeof feedbackStatistics['length'] };

/** Annotates by cross attention to the policy's states [3, 4]; after each policy step the attention and the head take one step on GREBT [7]. */
export function startFeedback(lab: AnyLab, saved: Saved | null, variation: Variation = {}): MethodRun {
  const { engine, seeds, heads, config } = lab;
  const shape = feedbackShape(config());
  const initial = variation.initial ?? seeds.map((seed, lane) => initialFeedback(shape, seed, heads[lane]));
  const model = restored(engine, engine.createFeedbackModel(shape, joined(initial)), saved?.model);
  const omega = variation.omega ?? ((t: number) => omegaOf(config(), t));
  /** What attention read of the batch under way, where that is not h: the step trains on the same. */
  let read: DeviceArray | null = null;

  const rewardsOf = ({ states, tokens, t }: Responses, hidden: DeviceArray) => engine.feedbackRewards(model, { states, hidden, tokens, omega: omega(t) });
  const score = (responses: Responses): Late<DeviceArray> => {
    if (!variation.hidden) return rewardsOf(responses, responses.hidden);
    return later(variation.hidden([responses]), ([hidden]) => {
      const rewards = rewardsOf(responses, hidden);
      engine.free(hidden);
      return rewards;
    });
  };
  const annotated = (batch: Batch, own: DeviceArray, ownBaseline: DeviceArray | null): Annotation => {
    const reported = variation.omega ? null : reportedOmega(seeds.length, omega(batch.t));
    const { matchScale, groupSize } = config();
    if (!matchScale) return { rewards: own, baseline: ownBaseline, advantages: null, reported };
    const matched = (values: DeviceArray) => engine.matchScale(values, own, batch.frozenRewards, groupSize);
    const [rewards, baseline] = [matched(own), ownBaseline && matched(ownBaseline)];
    engine.free(own, ...(ownBaseline ? [ownBaseline] : []));
    return { rewards, baseline, advantages: null, reported };
  };
  const train = variation.train ?? ((_, { batch, annotation, fresh }: Stepped): Reported => ({
    columns: GREBT_COLUMNS,
    values: engine.feedbackStep(model, { states: batch.states, hidden: read ?? fresh, tokens: batch.tokens, omega: omega(batch.t) }, annotation.rewards, {
      alpha: config().alpha,
      groupSize: config().groupSize,
      learningRate: rewardLearningRate(config(), batch.t - 1),
      adam: DEFAULT_ADAM,
    }),
  }));
  const release = () => {
    if (read) engine.free(read);
    read = null;
  };
  return {
    score,
    annotate: (batch) => {
      const { greedy } = batch;
      if (!variation.hidden) return annotated(batch, rewardsOf(batch, batch.hidden), greedy && rewardsOf(greedy, greedy.hidden));
      return later(variation.hidden([batch, ...(greedy ? [greedy] : [])]), ([hidden, ofGreedy]) => {
        release();
        read = hidden;
        const baseline = greedy && rewardsOf(greedy, ofGreedy);
        if (greedy) engine.free(ofGreedy);
        return annotated(batch, rewardsOf(batch, hidden), baseline);
      });
    },
    after: (step) => later(train(model, step), (reported) => {
      release();
      return reported;
    }),
    state: { model },
    dispose: () => {
      release();
      engine.free(model);
    },
  };
}

/** Projections from U(+-1/sqrt(fan-in)); the head is the frozen one: both streams share phi. */
export function initialFeedback(shape: FeedbackShape, seed: number, head: Float32Array): Float32Array {
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

/** The one feedback model that an arm of the family trains. */
export function feedbackModels(config: Config): FeedbackShape[] {
  return [feedbackShape(config)];
}
