import { useState } from 'react';
import type { FieldKey } from '../../config/fields.ts';
import { formatValue, parseValue } from '../../settings/values.ts';

/**
 * The text of an input while somebody types in it ("0." must stay "0."), for as long as it stands for the field's value
 * or for what was rejected. Afterwards, and where the value has changed by other means, the value's own text.
 */
export function useTyped(name: FieldKey, value: string, rejected: string | undefined): readonly [shown: string, setTyped: (text: string | null) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const parsed = typed === null ? null : parseValue(name, typed);
  const stands = typed !== null && (typed === rejected || (parsed?.ok && formatValue(name, parsed.value) === value));
  return [stands ? typed : rejected ?? value, setTyped];
}
