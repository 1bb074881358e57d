import { defineMethod } from '../method.ts';
import { family, readsBut } from './r2m.ts';

/** R2M that cannot gain from smaller rewards alone, where the advantage keeps their scale. */
export const scaleMatched = defineMethod({
  ...family,
  name: 'scaleMatched',
  title: 'R2M at the frozen scale',
  summary: 'R2M with its rewards brought to the frozen judge’s spread within groups.',
  isolates: 'R2M without the shrinkage of its reward',
  family: 'Controls',
  status: 'control',
  source: 'a control of this lab',
  reads: readsBut('matchScale'),
  fixes: () => ({ matchScale: true }),
});
