import { useState } from 'react';
import type { Field } from '../../config/fields.ts';
import { formatField, readField } from '../../config/fieldValues.ts';

/**
 * The text of an input while somebody types in it ("0." must stay "0."), for as long as it stands for the field's value
 * or for what was rejected. Afterwards, and where the value has changed by other means, the value's own text.
 */
export function useTyped(field: Field, value: string, rejected: string | undefined): readonly [shown: string, setTyped: (text: string | null) => void] {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? undefined : readField(field, typed);
  const stands = typed !== null && (typed === rejected || (read !== undefined && formatField(field, read) === value));
  return [stands ? typed : rejected ?? value, setTyped];
}
