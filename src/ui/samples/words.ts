/** A response's words as they are shown: text and kind, seen from its prompt. */
import { topicOf, wordKind, wordText } from '../../world/words.ts';
import { wordsOf } from '../../world/gold.ts';

export type ShownKind = 'on' | 'off' | 'topic' | 'connective' | 'style';

export interface ShownWord {
  readonly text: string;
  readonly kind: ShownKind;
}

/** Kinds with their explanation, in the order of the key. */
export const KIND_TITLES: Record<ShownKind, string> = {
  on: 'on topic',
  off: 'off topic',
  connective: 'connective',
  style: 'style',
  topic: 'topic name',
};

function kindOf(word: number, promptTopics: readonly number[]): ShownKind {
  switch (wordKind(word)) {
    case 'content': return promptTopics.includes(topicOf(word)) ? 'on' : 'off';
    case 'style': return 'style';
    case 'connective': return 'connective';
    default: return 'topic';
  }
}

export interface ShownResponse {
  readonly words: readonly ShownWord[];
  /** Whether it ended by itself, with EOS. */
  readonly ended: boolean;
}

export function shownResponse(prompt: readonly number[], response: readonly number[]): ShownResponse {
  const promptTopics = prompt.map(topicOf).filter((topic) => topic >= 0);
  const { words, ended } = wordsOf(response);
  return { words: words.map((word) => ({ text: wordText(word), kind: kindOf(word, promptTopics) })), ended };
}

export function promptText(prompt: readonly number[]): string {
  return prompt.filter((word) => wordKind(word) === 'topic').map(wordText).join(', ');
}
