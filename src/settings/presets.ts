/** Named configurations, each a question: the table's defaults with a few fields changed. */
import type { Config } from '../config/fields.ts';
import { defaultConfig } from './schema.ts';

export interface Preset {
  /** In links and on the command line. */
  readonly name: string;
  /** The question. */
  readonly title: string;
  /** One line in plain words. */
  readonly summary: string;
  /** What to look at. */
  readonly expect: string;
  /** For tests, not for questions. */
  readonly forTests?: boolean;
  readonly overrides: Partial<Config>;
}

export const presets = [
  {
    name: 'default',
    title: 'Does it hack?',
    summary: 'A policy is trained against a judge that learned from 75 comparisons, on a leash of β .15 (GRPO). These settings were searched for, so that it can be seen within 160 steps.',
    expect: 'Does gold turn down while the judge’s score keeps rising? At which step?',
    overrides: {},
  },
  {
    name: 'noLeash',
    title: 'No leash',
    summary: 'The same with β 0: nothing holds the policy near where it started.',
    expect: 'How much farther it goes (the KL axis), and how early gold turns.',
    overrides: { beta: 0 },
  },
  {
    name: 'tightLeash',
    title: 'A tight leash',
    summary: 'The same with β .5: every step away from the start costs more than three times as much.',
    expect: 'Whether gold still falls, and how much of the early gain is lost.',
    overrides: { beta: 0.5 },
  },
  {
    name: 'manyLabels',
    title: 'Ten times the labels',
    summary: 'The judge learns from 750 comparisons instead of 75.',
    expect: 'Whether a judge that knows more is fooled later, or less.',
    overrides: { labels: 750 },
  },
  {
    name: 'manySeeds',
    title: 'Does R2M help?',
    summary: 'The default settings on twelve seeds: enough for an interval, and for the seeds that never collapse. The recorded run has 64 others, on which nothing was tuned.',
    expect: 'The difference of the two methods, seed by seed, and whether its interval holds zero.',
    overrides: { seeds: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19] },
  },
  {
    name: 'rloo',
    title: 'Or is it just the smaller reward?',
    summary: 'RLOO, the paper’s advantage, feels the reward’s scale, and R2M’s rewards are smaller. The control (shrink) has a smaller reward and nothing else.',
    expect: 'Whether R2M does better than the control, not only better than ordinary RLHF.',
    overrides: { advantage: 'rloo', beta: 0.05, arms: ['frozen', 'r2m', 'shrink'] },
  },
  {
    name: 'freeStyle',
    title: 'Style is free',
    summary: 'Gold no longer charges for style words beyond the second, which is what the policy exaggerates most.',
    expect: 'What is left for gold to lose, and on which of its parts.',
    overrides: { stylePenalty: 0 },
  },
  {
    name: 'ablations',
    title: 'Which part of R2M does it?',
    summary: 'R2M as a whole beside the paper’s ablations: without learning, fed with noise, without each half of its loss, its head alone, and a judge that was only fitted longer.',
    expect: 'Which of them keep what R2M gains over ordinary RLHF: on two seeds only a large difference says anything.',
    overrides: { arms: ['frozen', 'r2m', 'noTrain', 'noise', 'noBT', 'noGRE', 'iterativeHead', 'pretrained'] },
  },
  {
    name: 'controls',
    title: 'What else could it be?',
    summary: 'R2M beside controls that share one thing with it each: a smaller reward, a shorter leash, states of the wrong policy, a fitted start. Under RLOO, since GRPO divides the reward’s scale away and the first two would be ordinary RLHF.',
    expect: 'Whether R2M does better than every control, at equal KL too; a control that does as well is the simpler explanation.',
    overrides: { advantage: 'rloo', beta: 0.05, arms: ['frozen', 'r2m', 'shrink', 'largerBeta', 'scaleMatched', 'referenceFeedback', 'warmStart'] },
  },
  {
    name: 'paid',
    title: 'What if labels are paid for?',
    summary: 'Gold compares two of the policy’s own responses at each step, counted on top of the 75 labels. The scoring head alone learns from the answers, or R2M’s attention with it.',
    expect: 'What the bought labels gain over ordinary RLHF, which has none of them, and whether R2M gains more from the same number than the head alone.',
    overrides: { arms: ['frozen', 'paidHead', 'paidR2m'] },
  },
  {
    name: 'support',
    title: 'What if unlikely words cost?',
    summary: 'A price on words that the starting policy would hardly have written: chosen by hand, found by the labels, and both again with a label bought every fifth step.',
    expect: 'Whether gold still turns, and how few unlikely words are left. In this world typical words are good ones; where they are not, such a price can be wrong.',
    overrides: { arms: ['frozen', 'supportPenalty', 'calibratedSupport', 'paidSupport', 'paidPenalty'] },
  },
  {
    name: 'tiny',
    title: 'Tiny, for tests',
    summary: 'Everything runs within seconds; too small for the phenomenon to show.',
    expect: 'That it runs.',
    forTests: true,
    overrides: {
      steps: 6, evaluateEvery: 2, evaluationSamples: 1, promptsPerStep: 4, groupSize: 4,
      demonstrations: 400, sftSteps: 60, trunkSteps: 40, headSteps: 40,
      policyWidth: 16, policyLayers: 1, trunkWidth: 16, trunkLayers: 1,
    },
  },
] as const satisfies readonly Preset[];

/** Undefined where no preset has this name. */
export function findPreset(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name);
}

/** The whole configuration of a preset. */
export function presetConfig(preset: Preset): Config {
  return { ...defaultConfig, ...preset.overrides };
}
