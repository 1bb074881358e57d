/** Finding fields by what people call them. */
import { fieldKeys, type FieldKey } from '../../config/fields.ts';
import { knobOf } from '../../settings/knobs.ts';
import { fieldOf } from '../../settings/values.ts';

/** Everything of a field that can be searched for. */
function wordsOf(key: FieldKey): string {
  const field = fieldOf(key);
  const options = 'options' in field ? [...field.options, ...('titles' in field ? Object.values(field.titles) : [])] : [];
  return [key, field.label, field.symbol, field.help, field.group, field.unit, knobOf(key)?.title, ...options].filter(Boolean).join(' ').toLowerCase();
}

/** Keys, in the table's order, of the fields that hold each of the query's words; all of them where there is none. */
export function searchFields(query: string): readonly FieldKey[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return fieldKeys.filter((key) => wanted.every((word) => wordsOf(key).includes(word)));
}
