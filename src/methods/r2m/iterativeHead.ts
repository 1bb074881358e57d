import { defineMethod } from '../method.ts';
import { startFeedback } from './feedback.ts';
import { family, readsBut } from './r2m.ts';

/** Iterative RMHead of arXiv 2601.22664: with omega = 1 nothing of the policy's states reaches the reward, so that GREBT trains phi alone. */
export const iterativeHead = defineMethod({
  ...family,
  name: 'iterativeHead',
  title: 'Head trained on the way',
  summary: 'No feedback: after each policy step the scoring head alone takes a step on R2M’s loss, on the plain rewards.',
  isolates: 'the update without the feedback',
  family: 'The paper’s ablations',
  reads: readsBut('omegaMin', 'attentionWidth', 'matchScale'),
  reports: family.reports.filter((column) => column !== 'omega'),
  charts: family.charts.filter(({ column }) => column !== 'omega'),
  start: (lab, saved) => startFeedback(lab, saved, { omega: () => 1 }),
});
