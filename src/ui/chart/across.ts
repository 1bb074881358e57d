/** The sentence across curves that are not of the settings beside them. */
import type { Config, FieldKey } from '../../config/fields.ts';
import { experimentDifferences, settingText } from '../../store/describe.ts';
import type { Shown } from '../../store/shown.ts';

/** Fields that are named; the rest are counted. */
const NAMED = 2;
/** Of a value: a longer one is cut. */
const LONGEST = 40;

function settings(keys: readonly FieldKey[], config: Config): string {
  return keys.map((key) => {
    const text = settingText(key, config);
    return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  }).join(' and ');
}

/** "Recorded with β 0.15. Yours is β 0: press Run."; null where the two are one experiment. */
export function acrossText(shown: Pick<Shown, 'source' | 'config'>, asked: Config): string | null {
  const keys = experimentDifferences(shown.config, asked);
  if (keys.length === 0) return null;
  const named = keys.slice(0, NAMED);
  const rest = keys.length - named.length;
  const more = rest > 0 ? `, and ${rest} more differ${rest === 1 ? 's' : ''}` : '';
  const had = shown.source === 'recorded' ? 'Recorded with' : 'This run had';
  return `${had} ${settings(named, shown.config)}. Yours is ${settings(named, asked)}${more}: press Run.`;
}
