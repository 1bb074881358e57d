/** A CSS colour for each part of gold, as its words have in answers where they have one. */
import type { GoldPart } from '../../store/goldParts.ts';

export const PART_COLOURS: Readonly<Record<GoldPart, string>> = {
  content: 'var(--word-on)',
  flow: 'var(--part-flow)',
  style: 'var(--part-style)',
  offTopic: 'var(--word-off)',
  repeats: 'var(--part-repeats)',
  length: 'var(--part-length)',
  ending: 'var(--part-ending)',
};
