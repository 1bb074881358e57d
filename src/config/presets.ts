/** Named configurations: the table's defaults with a few fields changed. */
import type { Config } from './fields.ts';
import { defaultConfig } from './schema.ts';

export interface Preset {
  readonly name: string;
  readonly title: string;
  /** One line. */
  readonly summary: string;
  readonly overrides: Partial<Config>;
}

export const presets = [
  {
    name: 'default',
    title: 'GRPO, frozen against R2M',
    summary: 'A reward model fitted to 75 labels gets hacked; does R2M help? This regime was searched for.',
    overrides: {},
  },
  {
    name: 'rloo',
    title: 'RLOO, frozen against R2M',
    summary: 'The paper’s advantage. It feels the reward’s scale, so compare with the shrink control.',
    overrides: { advantage: 'rloo', beta: 0.05 },
  },
  {
    name: 'tiny',
    title: 'Tiny, for tests',
    summary: 'Everything runs within seconds; too small for the phenomenon to show.',
    overrides: {
      steps: 6, evaluateEvery: 2, evaluationSamples: 1, promptsPerStep: 4, groupSize: 4,
      demonstrations: 400, sftSteps: 60, trunkSteps: 40, headSteps: 40,
      policyWidth: 16, policyLayers: 1, trunkWidth: 16, trunkLayers: 1,
    },
  },
] as const satisfies readonly Preset[];

export type PresetName = (typeof presets)[number]['name'];

/** Undefined where no preset has this name. */
export function findPreset(name: string): Preset | undefined {
  return presets.find((preset) => preset.name === name);
}

/** The whole configuration of a preset. */
export function presetConfig(preset: Preset): Config {
  return { ...defaultConfig, ...preset.overrides };
}
