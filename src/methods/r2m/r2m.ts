import type { Config, FieldKey } from '../../config/fields.ts';
import { rewardLearningRate } from '../../rlhf/schedules.ts';
import { defineMethod, type AnyLab, type Method, type MethodChart, type Saved } from '../method.ts';
import { omegaChart } from '../omega.ts';
import { feedbackModels, GREBT_COLUMNS, startFeedback } from './feedback.ts';

const entropyChart: MethodChart = {
  title: 'Group reward entropy', unit: 'nats', column: 'groupRewardEntropy',
  look: (config) => {
    const most = `At most ln ${config.groupSize} = ${Math.log(config.groupSize).toFixed(2)}, where all rewards of a group are equal`;
    return `${most}; ${config.alpha > 0 ? 'the judge’s loss has a term that pulls it down' : 'with α 0 no term of the judge’s loss pulls on it'}. ${trainedUntil(config)}`;
  },
};

/** The judge trains at these steps only, by its schedule. */
export function trainedUntil(config: Pick<Config, 'rewardLearningRate' | 'rewardLearningRateSchedule' | 'steps'>): string {
  if (config.rewardLearningRate === 0) return 'The judge is not trained: its learning rate is 0.';
  const last = Array.from({ length: config.steps }, (_, t) => t).findLast((t) => rewardLearningRate(config, t) > 0) ?? 0;
  return last + 1 >= config.steps ? 'The judge is trained at every step.' : `The judge is trained up to step ${last + 1} of ${config.steps}, then stays as it is.`;
}

/** The fields that R2M reads. */
const READS: readonly FieldKey[] = ['omegaMin', 'alpha', 'rewardLearningRate', 'rewardLearningRateSchedule', 'attentionWidth', 'matchScale'];

/** Those of them that an ablation reads which fixes, or has no use for, some. */
export function readsBut(...others: readonly FieldKey[]): readonly FieldKey[] {
  return READS.filter((key) => !others.includes(key));
}

/** What R2M and its ablations have in common. */
export const family = {
  source: 'Huang et al., Real-Time Aligned Reward Model beyond Semantics, arXiv 2601.22664',
  status: 'faithful',
  fields: {},
  reads: READS,
  reports: ['omega', ...GREBT_COLUMNS],
  charts: [omegaChart, entropyChart],
  readsPolicy: true,
  feedback: feedbackModels,
  start: (lab: AnyLab, saved: Saved | null) => startFeedback(lab, saved),
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
});
