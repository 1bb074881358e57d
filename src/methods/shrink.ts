import { defineMethod, scoredAlike, type Responses } from './method.ts';
import { omegaChart, omegaOf, reportedOmega } from './omega.ts';

/**
 * The shrink control. omega(t) < 1 makes R2M's rewards smaller, which acts like a larger beta where the advantage keeps
 * the reward's scale (RLOO, ReMax). What R2M gains beyond this arm is not shrinkage.
 */
export const shrink = defineMethod({
  name: 'shrink',
  title: 'Smaller reward (control)',
  summary: 'Shrink control: ordinary RLHF’s reward, only multiplied by ω(t) < 1. What R2M gains beyond it is not mere shrinking.',
  isolates: 'the shrinkage of R2M’s reward',
  family: 'Controls',
  source: 'a control of this lab',
  status: 'control',
  fields: {}, reads: ['omegaMin'], off: { omegaMin: 1 }, reports: ['omega'], charts: [omegaChart], readsPolicy: false,
  start: ({ engine, seeds, models, config }) => {
    const score = ({ states, t }: Responses) => engine.headRewards(models.head, states, omegaOf(config(), t));
    return {
      score,
      annotate: (batch) => ({ ...scoredAlike(score, batch), reported: reportedOmega(seeds.length, omegaOf(config(), batch.t)) }),
      state: {},
      dispose: () => undefined,
    };
  },
});
