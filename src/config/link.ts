/** Configurations as the hash of a link: `#preset=rloo&beta=0.1`, holding only what differs from the preset. */
import { fieldKeys, fields, type Config, type FieldKey } from './fields.ts';
import { findPreset, presetConfig, presets } from './presets.ts';
import { parseConfig, unknownField, type Problem } from './schema.ts';
import { formatValue, isFieldKey, parseValue, problemWith } from './values.ts';

const PRESET = 'preset';

export interface Decoded {
  readonly preset: string;
  /** Always valid. A value with a problem is left at the preset's. */
  readonly config: Config;
  readonly problems: readonly Problem[];
}

/** Keys of the fields that differ, in the table's order. */
export function differingFields(a: Config, b: Config): FieldKey[] {
  return fieldKeys.filter((key) => formatValue(key, a[key]) !== formatValue(key, b[key]));
}

/** The hash, without its `#`. Throws a RangeError on an unknown preset. */
export function encodeLink(preset: string, config: Config): string {
  const found = findPreset(preset);
  if (!found) throw new RangeError(`no preset is named "${preset}"`);
  const changed = differingFields(config, presetConfig(found)).map((key) => [key, formatValue(key, config[key])]);
  return new URLSearchParams([[PRESET, preset], ...changed]).toString().replaceAll('%2C', ',');
}

/** Reads a hash, with or without its `#`. Never throws: what it cannot use is reported, and the preset's value stands. */
export function decodeLink(hash: string): Decoded {
  const problems: Problem[] = [];
  const entries = new URLSearchParams(hash.replace(/^#/, ''));
  const asked = entries.get(PRESET);
  const found = asked === null ? presets[0] : findPreset(asked);
  if (!found) problems.push(problemWith(PRESET, asked ?? '', `one of ${presets.map((preset) => preset.name).join(', ')}`));
  const preset = found ?? presets[0];
  const base = presetConfig(preset);

  const changes = new Map<FieldKey, Config[FieldKey]>();
  for (const [key, text] of entries) {
    if (key === PRESET) continue;
    if (!isFieldKey(key)) {
      problems.push(unknownField(key, text));
      continue;
    }
    const parsed = parseValue(key, text);
    if (parsed.ok) changes.set(key, parsed.value);
    else problems.push(parsed.problem);
  }
  const whole = parseConfig({ ...base, ...Object.fromEntries(changes) });
  if (whole.ok) return { preset: preset.name, config: whole.config, problems };
  // Each value is in its range, so what is left are fields that do not fit each other: their group stays as it was.
  const spoilt = new Set(whole.problems.map((problem) => (isFieldKey(problem.field) ? fields[problem.field].group : undefined)));
  const kept = [...changes].filter(([key]) => !spoilt.has(fields[key].group));
  return { preset: preset.name, config: { ...base, ...Object.fromEntries(kept) }, problems: [...problems, ...whole.problems] };
}
