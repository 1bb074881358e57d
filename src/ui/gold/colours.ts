/** A CSS colour for each part of gold, as its words have in answers where they have one. */
import type { GoldPart } from '../../store/goldParts.ts';

export const PART_COLOURS: Readonly<Record<GoldPart, string>> = {
  content: 'var(--word-on)',
  flow: 'var(--series-8)',
  style: 'var(--series-5)',
  offTopic: 'var(--word-off)',
  repeats: 'var(--series-7)',
  length: 'var(--series-6)',
  ending: 'var(--series-4)',
};
