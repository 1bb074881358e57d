import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { findConfig, findLetters, findTheme, hashOf, keepConfig, keepLetters, keepTheme, type Keep } from './browser.ts';
import { choosePreset, editField, newDraft } from './draft.ts';

function memory(): Keep {
  const entries = new Map<string, string>();
  return {
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}
const closed: Keep = {
  getItem: () => { throw new Error('denied'); },
  setItem: () => { throw new Error('denied'); },
  removeItem: () => { throw new Error('denied'); },
};
const draft = editField(choosePreset(newDraft('default', defaultConfig), 'rloo'), 'beta', '0.2', 0);

describe('what outlives a visit', () => {
  it('brings the last configuration back', () => {
    const keep = memory();
    keepConfig(draft, keep);
    expect(findConfig('', keep)).toMatchObject({ preset: 'rloo', config: draft.config, problems: [], source: 'last visit' });
  });

  it('prefers the link', () => {
    const keep = memory();
    keepConfig(draft, keep);
    expect(findConfig('#preset=tiny', keep)).toMatchObject({ preset: 'tiny', source: 'link' });
    expect(findConfig(hashOf(draft), memory())).toMatchObject({ config: draft.config, problems: [] });
  });

  it('reports a broken value once and drops it', () => {
    const keep = memory();
    keepConfig(draft, keep);
    const key = 'r2m-lab/config';
    keep.setItem(key, `${keep.getItem(key)}&clip=banana`);
    const found = findConfig('', keep);
    expect(found.problems.map(({ field }) => field)).toEqual(['clip']);
    expect(found.config).toEqual(draft.config);
    expect(findConfig('', keep)).toMatchObject({ problems: [], source: 'default', config: defaultConfig });
  });

  it('does without a memory where the browser refuses one', () => {
    keepConfig(draft, closed);
    keepTheme('dark', closed);
    expect(findConfig('', closed)).toMatchObject({ config: defaultConfig, problems: [] });
    expect(findTheme(closed)).toBe('system');
  });

  it('knows the theme again, but only one that there is', () => {
    const keep = memory();
    keepTheme('dark', keep);
    expect(findTheme(keep)).toBe('dark');
    keep.setItem('r2m-lab/theme', 'sepia');
    expect(findTheme(keep)).toBe('system');
  });

  it('knows that single-letter keys were switched off', () => {
    const keep = memory();
    expect([findLetters(keep), findLetters(closed)]).toEqual([true, true]);
    keepLetters(false, keep);
    keepLetters(false, closed);
    expect(findLetters(keep)).toBe(false);
    keepLetters(true, keep);
    expect(findLetters(keep)).toBe(true);
  });

  it('writes a hash for every configuration, also for the default as it is', () => {
    expect(hashOf(newDraft('default', defaultConfig))).toBe('#preset=default');
    expect(hashOf(draft)).toBe('#preset=rloo&beta=0.2');
  });
});
