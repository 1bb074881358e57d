import { defineMethod } from '../method.ts';
import { family, readsBut } from './r2m.ts';

/** R2M w/o Train: Table 1 of arXiv 2601.22664. */
export const noTrain = defineMethod({
  ...family,
  name: 'noTrain',
  title: 'R2M, untrained',
  summary: 'Feedback enters the reward, and nothing of the reward model trains.',
  isolates: 'feedback without learning',
  family: 'The paper’s ablations',
  reads: readsBut('alpha', 'rewardLearningRate', 'rewardLearningRateSchedule'),
  fixes: () => ({ rewardLearningRate: 0 }),
});
