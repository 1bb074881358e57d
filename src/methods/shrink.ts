import { omegaAt } from '../rlhf/omega.ts';
import { uploadHeads } from './heads.ts';
import type { Method } from './method.ts';

/**
 * The shrink control. omega(t) < 1 makes R2M's rewards smaller, which acts like a larger beta where the advantage keeps
 * the reward's scale (RLOO, ReMax). What R2M gains beyond this arm is not shrinkage.
 */
export const shrink: Method = {
  name: 'shrink',
  title: 'Smaller reward (control)',
  summary: 'Shrink control: ordinary RLHF’s reward, only multiplied by ω(t) < 1. What R2M gains beyond it is not mere shrinking.',
  source: 'a control of this lab',
  status: 'control',
  start: ({ engine, heads, config }) => {
    const head = uploadHeads(engine, heads);
    const omega = (t: number) => omegaAt(t, config().steps, config().omegaMin);
    return {
      score: ({ states, t }) => engine.headRewards(head, states, omega(t)),
      annotate: ({ states, t }) => engine.headRewards(head, states, omega(t)),
      afterPolicyStep: () => null,
      omega,
      dispose: () => engine.free(head),
    };
  },
};
