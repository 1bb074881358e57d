/** What outlives a visit: the last configuration and the theme in localStorage, the configuration in the address. */
import { decodeLink, encodeLink, type Decoded } from '../config/link.ts';
import type { Draft } from './draft.ts';

const CONFIG_KEY = 'r2m-lab/config';
const THEME_KEY = 'r2m-lab/theme';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The part of `Storage` that is used; a browser may refuse any of it. */
export type Keep = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

function quietly<T>(action: () => T, otherwise: T): T {
  try {
    return action();
  } catch {
    // Private windows, blocked storage and full disks: the visit goes on without a memory.
    return otherwise;
  }
}

/** Reading `localStorage` itself throws where the browser forbids it. */
export const browserKeep: Keep = quietly<Keep>(() => localStorage, { getItem: () => null, setItem: () => undefined, removeItem: () => undefined });

export interface Found extends Decoded {
  readonly source: 'link' | 'last visit' | 'default';
}

/** The configuration to begin with: the link's, else the last visit's, else the default. A kept value with problems is dropped. */
export function findConfig(hash: string, keep: Keep): Found {
  if (hash.replace(/^#/, '') !== '') return { ...decodeLink(hash), source: 'link' };
  const kept = quietly(() => keep.getItem(CONFIG_KEY), null);
  if (kept === null) return { ...decodeLink(''), source: 'default' };
  const decoded = decodeLink(kept);
  if (decoded.problems.length > 0) quietly(() => keep.removeItem(CONFIG_KEY), undefined);
  return { ...decoded, source: 'last visit' };
}

export function keepConfig(draft: Draft, keep: Keep): void {
  quietly(() => keep.setItem(CONFIG_KEY, encodeLink(draft.preset, draft.config)), undefined);
}

/** The hash that stands for a draft: empty for the default preset as it is. */
export function hashOf(draft: Draft): string {
  const link = encodeLink(draft.preset, draft.config);
  return link === encodeLink('default', decodeLink('').config) ? '' : `#${link}`;
}

export function findTheme(keep: Keep): Theme {
  const kept = quietly(() => keep.getItem(THEME_KEY), null);
  return THEMES.find((theme) => theme === kept) ?? 'system';
}

export function keepTheme(theme: Theme, keep: Keep): void {
  quietly(() => keep.setItem(THEME_KEY, theme), undefined);
}
