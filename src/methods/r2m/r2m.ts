import { defineMethod, type Method, type MethodChart } from '../method.ts';
import { omegaChart } from '../omega.ts';
import { feedbackModels, GREBT_COLUMNS, startFeedback } from './feedback.ts';

const entropyChart: MethodChart = {
  title: 'Group reward entropy', unit: 'nats', column: 'groupRewardEntropy',
  look: ({ groupSize }) => `At most ln ${groupSize} = ${Math.log(groupSize).toFixed(2)}, where all rewards of a group are equal; R2M’s loss has a term that pulls it down.`,
};

/** What R2M and its ablations have in common. */
export const family = {
  source: 'Huang et al., Real-Time Aligned Reward Model beyond Semantics, arXiv 2601.22664',
  status: 'faithful',
  fields: {},
  reads: ['omegaMin', 'alpha', 'rewardLearningRate', 'rewardLearningRateSchedule', 'attentionWidth', 'matchScale'],
  reports: ['omega', ...GREBT_COLUMNS],
  charts: [omegaChart, entropyChart],
  readsPolicy: true,
  feedback: feedbackModels,
} as const satisfies Partial<Method>;

/**
 * R2M (Algorithm 1): the reward reads the policy's hidden states by cross attention [3, 4], and after each policy step
 * the attention and the head take one step on GREBT [7], with pairs that the rewards themselves pick. No label is used.
 */
export const r2m = defineMethod({
  ...family,
  name: 'r2m',
  title: 'R2M',
  summary: 'The judge also reads the policy’s own hidden states and is updated as the policy moves, without new labels.',
  isolates: 'the paper’s method, all of it',
  family: 'Basics',
  start: (lab, saved) => startFeedback(lab, saved),
});
