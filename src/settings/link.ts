/** Configurations as the hash of a link: `#preset=rloo&beta=0.1`, holding only what differs from the preset. */
import { fieldKeys, type Config, type FieldKey } from '../config/fields.ts';
import { findPreset, presetConfig, presets } from './presets.ts';
import { misfits, parseConfig, unknownField, type Problem } from './schema.ts';
import { problemWith } from '../config/fieldValues.ts';
import { formatValue, isFieldKey, parseValue } from './values.ts';

const PRESET = 'preset';

/** Problems that are told one by one. */
const MOST_PROBLEMS = 5;

export interface Decoded {
  readonly preset: string;
  /** Always valid. A value with a problem is left at the preset's. */
  readonly config: Config;
  /** The first few. */
  readonly problems: readonly Problem[];
  /** How many more there are. */
  readonly unlisted?: number;
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

interface Entry {
  readonly text: string;
  readonly times: number;
}

/** What a hash gives for each key, in the order of their first mention. Of repeated keys the last one counts. */
function entriesOf(hash: string): Map<string, Entry> {
  // Links are copied from pages' source, and written as if they were a query.
  const query = hash.replace(/^#?[?&]?/, '').replaceAll('&amp;', '&');
  const entries = new Map<string, Entry>();
  for (const [name, text] of new URLSearchParams(query)) {
    const key = name.trim();
    entries.set(key, { text, times: (entries.get(key)?.times ?? 0) + 1 });
  }
  return entries;
}

function repeated(key: string, { text, times }: Entry): Problem {
  return problemWith(key, text, 'each key once; the last one counts', `given ${times} times; the last one counts`);
}

/** Reads a hash, with or without its `#`. Never throws: what it cannot use is reported, and the preset's value stands. */
export function decodeLink(hash: string): Decoded {
  const problems: Problem[] = [];
  const entries = entriesOf(hash);
  const asked = entries.get(PRESET)?.text.trim();
  const found = asked === undefined ? presets[0] : findPreset(asked);
  if (!found) problems.push(problemWith(PRESET, asked ?? '', `one of ${presets.map((preset) => preset.name).join(', ')}`));
  const preset = found ?? presets[0];
  const base = presetConfig(preset);

  const changes = new Map<FieldKey, Config[FieldKey]>();
  for (const [key, entry] of entries) {
    const isField = isFieldKey(key);
    if (entry.times > 1 && (isField || key === PRESET)) problems.push(repeated(key, entry));
    if (key === PRESET) continue;
    if (!isField) {
      problems.push(unknownField(key, entry.text));
      continue;
    }
    const parsed = parseValue(key, entry.text);
    if (parsed.ok) changes.set(key, parsed.value);
    else problems.push(parsed.problem);
  }
  const config = { ...base, ...Object.fromEntries(changes) };
  const whole = parseConfig(config, new Set(changes.keys()));
  if (whole.ok) return decoded(preset.name, whole.config, problems);
  // Each value is in its range, so what is left are fields that do not fit each other: they stay as they were.
  const spoilt = new Set(misfits(config).flatMap(({ width, heads }) => [width, heads]));
  const kept = [...changes].filter(([key]) => !spoilt.has(key));
  return decoded(preset.name, { ...base, ...Object.fromEntries(kept) }, [...problems, ...whole.problems]);
}

function decoded(preset: string, config: Config, all: readonly Problem[]): Decoded {
  const unlisted = all.length - MOST_PROBLEMS;
  return { preset, config, problems: all.slice(0, MOST_PROBLEMS), ...(unlisted > 0 && { unlisted }) };
}
