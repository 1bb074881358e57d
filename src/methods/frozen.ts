import { defineMethod } from './method.ts';

/** The usual RLHF: the reward model was fitted once and stays as it is. */
export const frozen = defineMethod({
  name: 'frozen',
  title: 'Ordinary RLHF',
  summary: 'The judge (reward model) is fitted once to the labelled pairs and never changes.',
  isolates: 'what every other method is held against',
  family: 'Basics',
  source: 'Stiennon et al., arXiv 2009.01325; overoptimisation: Gao et al., arXiv 2210.10760',
  status: 'baseline',
  fields: {}, reads: [], off: {}, reports: [], charts: [], readsPolicy: false,
  start: () => ({
    score: ({ frozenRewards }) => frozenRewards,
    annotate: ({ frozenRewards, greedy }) => ({ rewards: frozenRewards, baseline: greedy && greedy.frozenRewards, advantages: null }),
    state: {},
    dispose: () => undefined,
  }),
});
