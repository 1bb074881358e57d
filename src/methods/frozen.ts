import { uploadHeads } from './heads.ts';
import type { Method } from './method.ts';

/** The usual RLHF: the reward model was fitted once and stays as it is. */
export const frozen: Method = {
  name: 'frozen',
  title: 'Ordinary RLHF',
  summary: 'The judge (reward model) is fitted once to the labelled pairs and never changes.',
  source: 'Stiennon et al., arXiv 2009.01325; overoptimisation: Gao et al., arXiv 2210.10760',
  status: 'baseline',
  start: ({ engine, heads }) => {
    const head = uploadHeads(engine, heads);
    return {
      score: ({ states }) => engine.headRewards(head, states, 1),
      annotate: ({ states }) => engine.headRewards(head, states, 1),
      afterPolicyStep: () => null,
      omega: () => null,
      dispose: () => engine.free(head),
    };
  },
};
