/** omega(t) as a number that methods report. */
import type { MethodChart } from './method.ts';

export const omegaChart: MethodChart = {
  title: 'ω(t)', unit: 'weight of the text itself', column: 'omega', extent: [0, 1],
  look: ({ omegaMin }) => `It falls from 1 to ${omegaMin} (Ω); where a judge reads the policy’s states, the rest is their weight.`,
};
