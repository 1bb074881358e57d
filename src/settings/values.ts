/** Values of a run's fields as text, for the command line and links, and back. */
import { fields, type Config, type Field, type FieldKey } from '../config/fields.ts';
import { allowedOf, formatField, problemWith, readField, type Parsed, type Problem } from '../config/fieldValues.ts';
import { MOST_TEXT, plainText, quotable, separated } from '../config/text.ts';
import { readArms } from './arms.ts';

/** The field of a key, without the literal types of the table. */
export function fieldOf(key: FieldKey): Field {
  return fields[key];
}

export function isFieldKey(key: string): key is FieldKey {
  return Object.hasOwn(fields, key);
}

/** The text of a value; `parseValue` reads it back. */
export function formatValue<K extends FieldKey>(key: K, value: Config[K]): string {
  return formatField(fieldOf(key), value);
}

/**
 * Reads a field's value from text. What it accepts is of the field's type; ranges are checked by `parseConfig` as well,
 * and here, so that the message can quote the text.
 */
export function parseValue<K extends FieldKey>(key: K, text: string): Parsed<Config[K]> {
  const field = fieldOf(key);
  if (field.type === 'arms') return readArms(text) as Parsed<Config[K]>;
  const value = text.length <= MOST_TEXT ? readField(field, text) : undefined;
  if (value === undefined) return { ok: false, problem: refusal(key, field, text) };
  return { ok: true, value: value as Config[K] };
}

/** A number that a person may well have meant is refused with the way to write it. */
function refusal(key: FieldKey, field: Field, text: string): Problem {
  const isNumber = field.type === 'number' || field.type === 'integer';
  const isDoubtful = isNumber && text.length <= MOST_TEXT && separated(plainText(text), field.type);
  if (!isDoubtful) return problemWith(key, text, allowedOf(field));
  const manner = 'with a point for decimals and nothing between thousands';
  return problemWith(key, text, `${allowedOf(field)}, ${manner}`, `${quotable(text)} can be read in more than one way; write it ${manner}, such as 1000 or 0.5`);
}
