/** The stages of a run in plain words. */
import type { Config } from '../../config/fields.ts';
import type { Stage } from '../../experiment/events.ts';

export interface StageTitle {
  readonly short: string;
  readonly long: string;
  readonly what: string;
}

export const STAGE_TITLES: Record<Stage, StageTitle> = {
  compile: { short: 'Start', long: 'Starting the engine', what: 'The engine starts and its kernels are compiled.' },
  sft: {
    short: 'Learn to write', long: 'Learning to write (supervised fine-tuning)',
    what: 'The starting policy learns from demonstrations. It is also the reference.',
  },
  trunk: {
    short: 'Learn to read', long: 'Learning to read (the reward model’s trunk)', what: 'The reward model’s trunk learns as a language model, then is frozen.',
  },
  labels: { short: 'Buy labels', long: 'Buying labels', what: 'Gold compares pairs of the starting policy’s responses.' },
  head: { short: 'Fit the judge', long: 'Fitting the judge (the scoring head)', what: 'The reward model’s head is fitted to the labels.' },
  rl: { short: 'Optimise', long: 'Optimising the policy', what: 'The policy is trained against the reward model: this is where the methods differ.' },
};

/** The short name, with the number of labels that are bought. */
export function shortTitle(stage: Stage, { labels }: Pick<Config, 'labels'>): string {
  return stage === 'labels' ? `Buy ${labels} labels` : STAGE_TITLES[stage].short;
}
