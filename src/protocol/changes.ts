/** Which changes of a run in progress are taken. */
import { fields, type Config, type FieldKey } from '../config/fields.ts';
import { parseConfig } from '../settings/schema.ts';

/** Why the field may not take the value during a run; null where it may. */
export function problemOfChange(config: Config, { field, value }: { readonly field: FieldKey; readonly value: unknown }): string | null {
  if (!Object.hasOwn(fields, field)) return `${String(field)}: no such field`;
  if (fields[field].effect !== 'step') return `${field}: this field cannot be changed during a run`;
  const parsed = parseConfig({ ...config, [field]: value });
  return parsed.ok ? null : parsed.problems[0].message;
}
