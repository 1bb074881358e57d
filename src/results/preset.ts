/** Which preset a configuration is, or is nearest to. Seeds do not count: a preset is a question, asked of any seeds. */
import type { Config, FieldKey } from '../config/fields.ts';
import { differingFields } from '../settings/link.ts';
import { findPreset, presetConfig, presets } from '../settings/presets.ts';

export interface NearestPreset {
  readonly name: string;
  /** Fields that differ from the preset's, seeds apart, in the table's order. */
  readonly differing: readonly FieldKey[];
}

function from(name: string, config: Config): NearestPreset | null {
  const preset = findPreset(name);
  return preset ? { name, differing: differingFields(config, presetConfig(preset)).filter((key) => key !== 'seeds') } : null;
}

/** The preset with the fewest differences, the first of them; `known` instead, where that names one. */
export function nearestPreset(config: Config, known: string | null = null): NearestPreset {
  const named = known === null ? null : from(known, config);
  if (named) return named;
  const all = presets.flatMap(({ name }) => from(name, config) ?? []);
  return all.reduce((best, preset) => (preset.differing.length < best.differing.length ? preset : best));
}
