/** What the policies wrote, in the form in which it is kept and shipped. */
import { goldReward, type GoldRules } from '../world/gold.ts';
import { prompts } from '../world/prompts.ts';
import { encode, wordText } from '../world/words.ts';
import type { Lane, Sample } from './events.ts';
import type { RunResult } from './result.ts';

/** One evaluation's responses to all prompts, in the prompts' order. Gold is not kept: it follows from the words. */
export interface RecordedPage {
  readonly step: number;
  /** Words with a space between them, EOS at the end where there is one. */
  readonly responses: readonly string[];
  readonly proxies: readonly number[];
  readonly ownProxies: readonly number[];
}

/**
 * Pages kept for each lane of a long run. Past it every second page is dropped, the first and the newest never, so that it
 * can still be read from its beginning.
 */
export const MOST_PAGES = 80;

export function thinPages<T>(pages: readonly T[]): readonly T[] {
  if (pages.length <= MOST_PAGES) return pages;
  return pages.filter((_, index) => index % 2 === 0 || index === pages.length - 1);
}

export interface RecordedLane extends Lane {
  readonly pages: readonly RecordedPage[];
}

/** A run that the page shows before anyone presses Run. */
export interface Recording {
  readonly preset: string;
  /** When it was made, YYYY-MM-DD. */
  readonly date: string;
  readonly result: RunResult;
  /** What the policies of a few seeds wrote; empty until it is loaded. */
  readonly lanes: readonly RecordedLane[];
}

/** `samples`: the first response to each prompt, in the prompts' order. */
export function recordPage(step: number, samples: readonly Sample[]): RecordedPage {
  return {
    step,
    responses: samples.map(({ response }) => response.map(wordText).join(' ')),
    proxies: samples.map(({ proxy }) => proxy),
    ownProxies: samples.map(({ ownProxy }) => ownProxy),
  };
}

/** Throws a RangeError on a word that the world does not know. */
export function samplesOf({ responses, proxies, ownProxies }: RecordedPage, rules: GoldRules): Sample[] {
  return responses.map((text, index) => {
    const prompt = prompts[index];
    const response = encode(text);
    const { total, parts } = goldReward(prompt, response, rules);
    return { prompt, response, gold: total, parts, proxy: proxies[index], ownProxy: ownProxies[index] };
  });
}
