/** The fields that are in view at all times: what each means in plain words, and what to expect at its ends. */
import type { FieldKey } from '../config/fields.ts';

export interface Knob {
  readonly key: FieldKey;
  /** In plain words; the field's own name follows. */
  readonly title: string;
  /** At the lower and at the upper end. */
  readonly low: string;
  readonly high: string;
}

export const knobs: readonly Knob[] = [
  { key: 'beta', title: 'Leash', low: '0: nothing holds the policy back.', high: '5: it hardly leaves the start.' },
  { key: 'labels', title: 'Labels', low: '10: the judge knows little and is soon fooled.', high: '2000: it knows well what gold wants.' },
  { key: 'stylePenalty', title: 'Style', low: '0: decoration is free, so gold has less to lose by it.', high: '5: one style word too many spoils an answer.' },
  { key: 'learningRate', title: 'Speed', low: '0: the policy stays as it is.', high: '0.01: it leaps, and may fall apart.' },
  { key: 'seeds', title: 'Repetitions', low: '1: one story, which may be luck.', high: '64: a mean to trust, and a long wait.' },
];

export function knobOf(key: FieldKey): Knob | undefined {
  return knobs.find((knob) => knob.key === key);
}
