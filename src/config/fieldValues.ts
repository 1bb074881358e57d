/** What a field allows, and its values as text and back: for the fields of a run and for those of a method. */
import type { ChoiceField, Field, SeedsField } from './fields.ts';
import { plainText, quotable, readNumber } from './text.ts';

/** What is wrong with a value, in words that name the field, what was given and what is allowed. */
export interface Problem {
  /** A field's key; anything else is an unknown field. */
  readonly field: string;
  readonly given: string;
  readonly allowed: string;
  /** For the command line, which knows fields by their keys. */
  readonly message: string;
  /** The same for the page, after the field's name, where "must be" what is allowed would not say it. */
  readonly reason?: string;
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

/** What a field allows, in words. */
export function allowedOf(field: Field): string {
  switch (field.type) {
    case 'number': return `a number from ${field.min} to ${field.max}`;
    case 'integer': return `a whole number from ${field.min} to ${field.max}`;
    case 'choice': return `one of ${field.options.join(', ')}`;
    case 'switch': return 'on or off';
    case 'arms': return 'methods, each once, separated by commas; with settings of their own as in r2m{alpha=0}';
    case 'seeds': return `up to ${field.most} different whole numbers from ${field.min} to ${field.max}, written 8, 8-19 or 3,5,9`;
  }
}

export function problemWith(field: string, given: string, allowed: string, reason?: string): Problem {
  const [name, quoted] = [quotable(field), quotable(given)];
  const message = `${name}: got ${quoted === '' ? 'nothing' : `"${quoted}"`}, allowed: ${allowed}`;
  return { field: name, given: quoted, allowed, message, ...(reason !== undefined && { reason }) };
}

/** The option of a choice as the page names it. */
export function optionTitle(field: ChoiceField, option: string): string {
  return field.titles?.[option] ?? option;
}

/** The text of a value; `readField` reads it back. */
export function formatField(field: Field, value: unknown): string {
  if (field.type === 'seeds') return formatSeeds(value as readonly number[]);
  if (field.type === 'switch') return value ? 'on' : 'off';
  return String(value);
}

/** The value that a text has for a field; undefined where it has none. What arms there are is not known here: names are taken as they are. */
export function readField(field: Field, given: string): unknown {
  const text = plainText(given);
  switch (field.type) {
    case 'number':
    case 'integer': {
      const value = readNumber(text, field.type);
      const fits = value >= field.min && value <= field.max && (field.type === 'number' || Number.isInteger(value));
      return fits ? value : undefined;
    }
    case 'choice': return field.options.find((option) => option === text);
    case 'switch': return new Map([['on', true], ['true', true], ['off', false], ['false', false]]).get(text.toLowerCase());
    case 'arms': return text.split(',').map((name) => name.trim());
    case 'seeds': return readSeeds(field, text);
  }
}

function readSeeds(field: SeedsField, text: string): readonly number[] | undefined {
  const seeds: number[] = [];
  for (const part of text.split(',')) {
    const match = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(part.trim());
    if (!match) return undefined;
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (first < field.min || last > field.max || last < first || last - first >= field.most) return undefined;
    for (let seed = first; seed <= last; seed++) seeds.push(seed);
  }
  return seeds.length <= field.most && unique(seeds) ? seeds : undefined;
}

/** Runs of three or more successive seeds are written first-last. */
function formatSeeds(seeds: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < seeds.length;) {
    let end = start;
    while (end + 1 < seeds.length && seeds[end + 1] === seeds[end] + 1) end++;
    if (end - start >= 2) parts.push(`${seeds[start]}-${seeds[end]}`);
    else parts.push(...seeds.slice(start, end + 1).map(String));
    start = end + 1;
  }
  return parts.join(',');
}

export function unique(values: readonly unknown[]): boolean {
  return new Set(values).size === values.length;
}
