import { frozen } from './frozen.ts';
import { defineMethod } from './method.ts';

/** Under this floor beta / Omega would grow without bound. */
const LEAST_OMEGA = 0.05;

/**
 * A reward that is Omega times as large, under a given beta, is the same objective as the whole reward under beta / Omega, up
 * to a factor: the most that R2M's smaller reward can be as a leash.
 */
export const largerBeta = defineMethod({
  ...frozen,
  name: 'largerBeta',
  title: 'Tighter leash (control)',
  summary: 'Ordinary RLHF with β / Ω in place of β: R2M’s smaller reward, as a shorter leash.',
  isolates: 'the shrinkage of R2M’s reward, as a leash',
  family: 'Controls',
  source: 'a control of this lab',
  status: 'control',
  reads: ['omegaMin'],
  off: { omegaMin: 1 },
  fixes: ({ beta, omegaMin }) => ({ beta: beta / Math.max(omegaMin, LEAST_OMEGA) }),
});
