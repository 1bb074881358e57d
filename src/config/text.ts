/** Texts that people type and links carry: what they mean where that is plain, and how they are quoted. */

/** Longer texts are no value of any field: 64 seeds of six digits take 448 characters. */
export const MOST_TEXT = 1000;
/** Characters of a quotation. */
const MOST_QUOTED = 60;

const FULL_WIDTH = /[\uff01-\uff5e]/g;
/** From a full-width character to its ASCII counterpart. */
const FULL_WIDTH_OFFSET = 0xfee0;
const SPACES = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const INVISIBLE = /[\u200b-\u200f\u2060\ufeff]/g;
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63]/g;

/**
 * A text without what only looks different: full-width characters, kinds of space, minus signs and dashes of typography
 * (all of them become the hyphen), and spaces around it.
 */
export function plainText(text: string): string {
  return text.replace(FULL_WIDTH, (character) => String.fromCharCode(character.charCodeAt(0) - FULL_WIDTH_OFFSET))
    .replace(SPACES, ' ').replace(INVISIBLE, '').replace(DASHES, '-').trim();
}

/** Short, and without characters that are not seen or that turn the text around. */
export function quotable(text: string): string {
  // Cut first: a link may carry megabytes.
  const start = Array.from(text.slice(0, 2 * MOST_QUOTED));
  const isLonger = start.length > MOST_QUOTED || text.length > 2 * MOST_QUOTED;
  const shown = (isLonger ? [...start.slice(0, MOST_QUOTED - 1), '…'] : start).join('');
  return shown.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** Thousands by spaces or apostrophes, which are never decimal marks. */
const SPACED_THOUSANDS = /^[+-]?\d{1,3}(?:[ \u2019']\d{3})+(?:[.,]\d*)?$/;
/** As DECIMAL, with a comma. */
const DECIMAL_COMMA = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i;

/**
 * Whether a plain text holds points or commas of which one cannot tell whether they set off thousands or decimals:
 * "1,000", "1.000,5", "1,2,3"; for whole numbers "1.000" as well.
 */
export function separated(text: string, type: 'number' | 'integer'): boolean {
  if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) return true;
  if (type === 'integer' && /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)) return true;
  return /^[+-]?[\d.,]+$/.test(text) && text.replace(/[^.,]/g, '').length > 1;
}

/** The number of a plain text, with a decimal point or comma. NaN where it is none, or could be two. */
export function readNumber(text: string, type: 'number' | 'integer'): number {
  if (separated(text, type)) return NaN;
  const joined = SPACED_THOUSANDS.test(text) ? text.replace(/[ \u2019']/g, '') : text;
  if (DECIMAL.test(joined)) return Number(joined);
  return DECIMAL_COMMA.test(joined) ? Number(joined.replace(',', '.')) : NaN;
}
