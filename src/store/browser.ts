/** What outlives a visit: the last configuration, the theme and the keys in localStorage; the configuration in the address. */
import { decodeLink, encodeLink, type Decoded } from '../settings/link.ts';
import type { Draft } from './draft.ts';
import { quietly, type Keep } from './services.ts';

export { browserKeep, type Keep } from './services.ts';

const CONFIG_KEY = 'r2m-lab/config';
const THEME_KEY = 'r2m-lab/theme';
const LETTERS_KEY = 'r2m-lab/single-letter-keys';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Found extends Decoded {
  readonly source: 'link' | 'last visit' | 'default';
}

/** The configuration to begin with: the link's, else the last visit's, else the default. A kept value with problems is dropped. */
export function findConfig(hash: string, keep: Keep): Found {
  if (hash.replace(/^#/, '') !== '') return { ...decodeLink(hash), source: 'link' };
  const kept = read(keep, CONFIG_KEY);
  if (kept === null) return { ...decodeLink(''), source: 'default' };
  const decoded = decodeLink(kept);
  if (decoded.problems.length > 0) quietly(() => keep.removeItem(CONFIG_KEY), undefined);
  return { ...decoded, source: 'last visit' };
}

export function keepConfig(draft: Draft, keep: Keep): void {
  write(keep, CONFIG_KEY, encodeLink(draft.preset, draft.config));
}

/** The hash that stands for a draft, also for the default as it is: what is copied from the address opens the same. */
export function hashOf(draft: Draft): string {
  return `#${encodeLink(draft.preset, draft.config)}`;
}

export function findTheme(keep: Keep): Theme {
  const kept = read(keep, THEME_KEY);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

export function keepTheme(theme: Theme, keep: Keep): void {
  write(keep, THEME_KEY, theme);
}

/** Whether keys of a single letter do something: they do until they are switched off. */
export function findLetters(keep: Keep): boolean {
  return read(keep, LETTERS_KEY) !== 'off';
}

export function keepLetters(on: boolean, keep: Keep): void {
  write(keep, LETTERS_KEY, on ? 'on' : 'off');
}

function read(keep: Keep, key: string): string | null {
  return quietly(() => keep.getItem(key), null);
}

function write(keep: Keep, key: string, value: string): void {
  quietly(() => keep.setItem(key, value), undefined);
}
