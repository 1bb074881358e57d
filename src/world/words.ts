/** The world's vocabulary: 43 words, each of one kind, numbered in the order they are listed here. */

/** What a word is, for gold and for its colour on the page. `mark` is the end of a prompt. */
export type WordKind = 'pad' | 'end' | 'mark' | 'topic' | 'content' | 'connective' | 'style';

/** Each topic with its content words. */
const TOPICS = {
  garden: ['soil', 'seed', 'water', 'sun'],
  bread: ['flour', 'yeast', 'oven', 'crust'],
  music: ['melody', 'rhythm', 'drum', 'chord'],
  bicycle: ['wheel', 'chain', 'pedal', 'brake'],
  ocean: ['wave', 'tide', 'coral', 'salt'],
  chess: ['pawn', 'knight', 'rook', 'check'],
} as const;
const CONNECTIVES = ['and', 'with', 'then', 'so'] as const;
const STYLE_WORDS = ['✨', '!', '**', '•', 'sure', 'sorry'] as const;

interface Entry {
  readonly text: string;
  readonly kind: WordKind;
  /** The topic's position among the topics, for a topic name or a content word; -1 for any other word. */
  readonly topic: number;
}

const topicNames = Object.keys(TOPICS);
const entries: readonly Entry[] = [
  { text: 'PAD', kind: 'pad', topic: -1 },
  { text: 'EOS', kind: 'end', topic: -1 },
  { text: ':', kind: 'mark', topic: -1 },
  ...topicNames.map((text, topic) => ({ text, kind: 'topic' as const, topic })),
  ...Object.values(TOPICS).flatMap((words, topic) => words.map((text) => ({ text, kind: 'content' as const, topic }))),
  ...CONNECTIVES.map((text) => ({ text, kind: 'connective' as const, topic: -1 })),
  ...STYLE_WORDS.map((text) => ({ text, kind: 'style' as const, topic: -1 })),
];

/** V */
export const VOCABULARY = entries.length;
export const PAD = 0;
export const EOS = 1;
export const PROMPT_END = 2;

const numbersOf = (kind: WordKind) => entries.flatMap((entry, word) => (entry.kind === kind ? [word] : []));
export const topics: readonly number[] = numbersOf('topic');
export const contentWords: readonly number[] = numbersOf('content');
export const connectives: readonly number[] = numbersOf('connective');
export const styleWords: readonly number[] = numbersOf('style');

function entryOf(word: number): Entry {
  const entry = entries[word];
  if (!entry) throw new RangeError(`no word has the number ${word}; there are ${VOCABULARY}`);
  return entry;
}

/** Throws a RangeError where no word has this number, like every function below. */
export function wordText(word: number): string {
  return entryOf(word).text;
}
export function wordKind(word: number): WordKind {
  return entryOf(word).kind;
}
/** The topic (its position, 0..5) of a topic name or content word; -1 for any other word. */
export function topicOf(word: number): number {
  return entryOf(word).topic;
}
/** The content words of the topic that `topicName`, a topic's word number, names. */
export function contentOf(topicName: number): readonly number[] {
  const topic = topicOf(topicName);
  return contentWords.filter((word) => topicOf(word) === topic);
}

const numberByText = new Map(entries.map((entry, word) => [entry.text, word]));

/** Word numbers of a text whose words are separated by spaces. Throws a RangeError on an unknown word. */
export function encode(text: string): number[] {
  return text.split(/\s+/).filter(Boolean).map((part) => {
    const word = numberByText.get(part);
    if (word === undefined) throw new RangeError(`"${part}" is not a word of this world`);
    return word;
  });
}

/** The text of word numbers, separated by spaces. */
export function decode(words: ArrayLike<number>): string {
  return Array.from(words, wordText).join(' ');
}
