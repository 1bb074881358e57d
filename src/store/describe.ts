/** A run's settings in a few words: for the picture's title, the list of runs and what differs between them. */
import type { Config, FieldKey } from '../config/fields.ts';
import { differingFields } from '../settings/link.ts';
import { findPreset, presetConfig, presets } from '../settings/presets.ts';
import { fieldOf, formatValue } from '../settings/values.ts';

const ADVANTAGE_NAMES: Readonly<Record<Config['advantage'], string>> = { grpo: 'GRPO', rloo: 'RLOO', remax: 'ReMax', reinforcePlusPlus: 'REINFORCE++' };

/** Told by every name, so that no difference needs to repeat them. */
const ALWAYS_NAMED: readonly FieldKey[] = ['advantage', 'beta', 'seeds', 'arms'];
const MOST_DIFFERENCES = 2;

/** A field with a value, as short as it can be understood: "β 0.3", "Labelled pairs 750". */
export function settingText(key: FieldKey, config: Config): string {
  const { label, symbol } = fieldOf(key);
  const name = symbol && symbol.length === 1 && symbol !== symbol.toUpperCase() ? symbol : label;
  return `${name} ${formatValue(key, config[key] as never)}`;
}

function seedsText(seeds: readonly number[]): string {
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${formatValue('seeds', seeds).replaceAll('-', '–').replaceAll(',', ', ')}`;
}

/** "GRPO, β 0.15, seeds 8–19", with what else differs from the preset. */
export function describeRun(preset: string, config: Config): string {
  const standard = presetConfig(findPreset(preset) ?? presets[0]);
  const others = differingFields(config, standard).filter((key) => !ALWAYS_NAMED.includes(key));
  const named = others.slice(0, MOST_DIFFERENCES).map((key) => settingText(key, config));
  const rest = others.length - named.length;
  return [
    ADVANTAGE_NAMES[config.advantage], settingText('beta', config), ...named, ...(rest > 0 ? [`${rest} more`] : []), seedsText(config.seeds),
  ].join(', ');
}

/** Fields that two runs can differ in without being different experiments. */
const SAME_EXPERIMENT: readonly FieldKey[] = ['seeds'];

/** What the settings beside a picture differ in from the run that it shows, other than seeds. */
export function experimentDifferences(shown: Config, asked: Config): FieldKey[] {
  return differingFields(shown, asked).filter((key) => !SAME_EXPERIMENT.includes(key));
}
