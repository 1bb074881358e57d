/** omega(t), and as a number that methods report. */
import type { Config } from '../config/fields.ts';
import { omegaAt } from '../rlhf/omega.ts';
import type { MethodChart, Reported } from './method.ts';

/** At RL step t, counted from 1, under the configuration now in force. */
export function omegaOf({ steps, omegaMin }: Pick<Config, 'steps' | 'omegaMin'>, t: number): number {
  return omegaAt(t, steps, omegaMin);
}

/** The same for every lane. */
export function reportedOmega(lanes: number, omega: number): Reported {
  return { columns: ['omega'], values: new Array<number>(lanes).fill(omega) };
}

export const omegaChart: MethodChart = {
  title: 'ω(t)', unit: 'weight of the text itself', column: 'omega', extent: [0, 1],
  look: ({ omegaMin }) => `It falls from 1 to ${omegaMin} (Ω); where a judge reads the policy’s states, the rest is their weight.`,
};
