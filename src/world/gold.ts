/** The gold reward: the formula that stands for the human. Only the labeller and the evaluation read it. */
import type { Config } from '../config/fields.ts';
import { EOS, PAD, topicOf, wordKind } from './words.ts';

/** The parts of the gold reward, each in gold's own units; they add up to it. */
export interface GoldParts {
  /** 3 (1 - .65^c), c distinct words on topic. */
  readonly content: number;
  /** .3 for each (content, connective, content), three at most. */
  readonly flow: number;
  /** Minus the price of words over the free length. */
  readonly length: number;
  /** .8 for a first style word, .6 for a second, minus the price of those over the limit. */
  readonly style: number;
  /** -.3 for each repeated content word. */
  readonly repeats: number;
  /** -.5 for each content word off topic. */
  readonly offTopic: number;
  /** -.5 where EOS is missing. */
  readonly ending: number;
}

/** The fields that shape gold. */
export type GoldRules = Pick<Config, 'styleLimit' | 'stylePenalty' | 'lengthLimit' | 'lengthPenalty'>;

export interface Gold {
  readonly total: number;
  readonly parts: GoldParts;
}

/** A response taken apart: its words before EOS (or before the padding, where EOS is missing), and whether it ended. */
export function wordsOf(response: ArrayLike<number>): { readonly words: readonly number[]; readonly ended: boolean } {
  const words = Array.from(response);
  const end = words.indexOf(EOS);
  if (end >= 0) return { words: words.slice(0, end), ended: true };
  return { words: words.slice(0, words.findLastIndex((word) => word !== PAD) + 1), ended: false };
}

/** Gold of a response to a prompt (word numbers). EOS and PAD after the response are understood; a missing EOS costs. */
export function goldReward(prompt: ArrayLike<number>, response: ArrayLike<number>, rules: GoldRules): Gold {
  const { words, ended } = wordsOf(response);
  const promptTopics = [topicOf(prompt[0]), topicOf(prompt[1])];
  const onTopic = (word: number) => promptTopics.includes(topicOf(word));
  const kinds = words.map(wordKind);
  const content = words.filter((_, i) => kinds[i] === 'content');
  const distinct = [...new Set(content)];
  const flows = kinds.filter((kind, i) => kind === 'connective' && kinds[i - 1] === 'content' && kinds[i + 1] === 'content').length;
  const styles = kinds.filter((kind) => kind === 'style').length;
  const parts: GoldParts = {
    content: 3 * (1 - 0.65 ** distinct.filter(onTopic).length),
    flow: 0.3 * Math.min(3, flows),
    length: price(rules.lengthPenalty, words.length - rules.lengthLimit),
    style: (styles >= 1 ? 0.8 : 0) + (styles >= 2 ? 0.6 : 0) + price(rules.stylePenalty, styles - rules.styleLimit),
    repeats: price(0.3, content.length - distinct.length),
    offTopic: price(0.5, content.filter((word) => !onTopic(word)).length),
    ending: ended ? 0 : -0.5,
  };
  return { total: Object.values<number>({ ...parts }).reduce((sum, part) => sum + part, 0), parts };
}

/** What `count` words too many cost: zero or less. */
function price(each: number, count: number): number {
  return count > 0 ? -each * count : 0;
}
