import { defineMethod } from '../method.ts';
import { family, readsBut } from './r2m.ts';

/** R2M w/o GRE: the ablation of arXiv 2601.22664, Eq. 7 with alpha = 0. */
export const noGRE = defineMethod({
  ...family,
  name: 'noGRE',
  title: 'R2M without entropy',
  summary: 'R2M’s reward model learns by Bradley–Terry alone (α = 0).',
  isolates: 'what the group reward entropy does in R2M’s loss',
  family: 'The paper’s ablations',
  reads: readsBut('alpha'),
  fixes: () => ({ alpha: 0 }),
});
