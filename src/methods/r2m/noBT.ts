import { defineMethod } from '../method.ts';
import { family, readsBut } from './r2m.ts';

/** R2M w/o BT: the ablation of arXiv 2601.22664, Eq. 7 with alpha = 1. */
export const noBT = defineMethod({
  ...family,
  name: 'noBT',
  title: 'R2M without Bradley–Terry',
  summary: 'R2M’s reward model learns by the group reward entropy alone (α = 1).',
  isolates: 'what Bradley–Terry does in R2M’s loss',
  family: 'The paper’s ablations',
  reads: readsBut('alpha'),
  fixes: () => ({ alpha: 1 }),
});
