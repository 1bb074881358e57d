/** Prompts: two different topics in order, and the mark that ends a prompt. */
import { PROMPT_END, topics } from './words.ts';

/** Words of a prompt. */
export const PROMPT_LENGTH = 3;
/** L: the most words of a response, its EOS included. */
export const RESPONSE_LENGTH = 16;
/** S: words of a whole row, prompt and response. */
export const ROW_LENGTH = PROMPT_LENGTH + RESPONSE_LENGTH;

export type Prompt = readonly [first: number, second: number, end: number];

/** All 30 prompts. */
export const prompts: readonly Prompt[] = topics.flatMap((first) =>
  topics.filter((second) => second !== first).map((second): Prompt => [first, second, PROMPT_END]));
