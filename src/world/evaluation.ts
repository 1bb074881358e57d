/** Evaluation's own door to gold, uncounted: what it says goes to charts and results, never back into training. */
import { goldReward, wordsOf, type GoldParts, type GoldRules } from './gold.ts';
import { PROMPT_LENGTH, ROW_LENGTH } from './prompts.ts';
import { PAD, wordKind } from './words.ts';

/** One row of prompt and response, taken apart; word numbers, PAD after the response left out, EOS kept. */
export interface Exchange {
  readonly prompt: readonly number[];
  readonly response: readonly number[];
}

export interface Assessment extends Exchange {
  readonly gold: number;
  readonly parts: GoldParts;
  /** Words of the response without EOS. */
  readonly length: number;
  readonly styleWords: number;
}

/** Splits token rows (B, ROW_LENGTH) into prompts and responses. Float32 words, as read from an engine, will do. */
export function splitRows(tokens: ArrayLike<number>): Exchange[] {
  if (tokens.length % ROW_LENGTH !== 0) throw new RangeError(`${tokens.length} words are not whole rows of ${ROW_LENGTH}`);
  const words = Array.from(tokens);
  return Array.from({ length: words.length / ROW_LENGTH }, (_, row) => {
    const line = words.slice(row * ROW_LENGTH, (row + 1) * ROW_LENGTH);
    const response = line.slice(PROMPT_LENGTH);
    return { prompt: line.slice(0, PROMPT_LENGTH), response: response.slice(0, response.findLastIndex((word) => word !== PAD) + 1) };
  });
}

/** Gold, its parts, length and style words of every token row (B, ROW_LENGTH). */
export function assessRows(tokens: ArrayLike<number>, rules: GoldRules): Assessment[] {
  return splitRows(tokens).map(({ prompt, response }) => {
    const { total, parts } = goldReward(prompt, response, rules);
    const { words } = wordsOf(response);
    const styleWords = words.filter((word) => wordKind(word) === 'style').length;
    return { prompt, response, gold: total, parts, length: words.length, styleWords };
  });
}
