import { defineMethod } from '../method.ts';
import { startFeedback } from './feedback.ts';
import { family } from './r2m.ts';

/** R2M with h of the reference policy: the states tell what the response says, and nothing of how the policy has moved. */
export const referenceFeedback = defineMethod({
  ...family,
  name: 'referenceFeedback',
  title: 'R2M on the reference’s states',
  summary: 'R2M whose judge reads the starting policy’s states of the same responses, not those of the policy in training.',
  isolates: 'whether the policy’s change matters',
  family: 'Controls',
  source: 'a control of this lab',
  status: 'control',
  start: (lab, saved) => startFeedback(lab, saved, { hidden: (all) => all.map(({ tokens }) => lab.engine.hiddenStates(lab.models.reference, tokens)) }),
});
