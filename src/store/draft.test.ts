import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { decodeLink } from '../settings/link.ts';
import { canRedo, canUndo, changedFields, choosePreset, editField, linkProblems, newDraft, redo, undo } from './draft.ts';

const fresh = newDraft('default', defaultConfig);

describe('the draft of a configuration', () => {
  it('takes a value that fits and counts it as changed', () => {
    const draft = editField(fresh, 'beta', '0.3', 0);
    expect(draft.config.beta).toBe(0.3);
    expect(changedFields(draft)).toEqual(['beta']);
  });

  it('keeps a text that does not fit, names the field and the range, and leaves the value', () => {
    const draft = editField(fresh, 'beta', '9', 0);
    expect(draft.config.beta).toBe(0.15);
    expect(draft.rejected.beta?.text).toBe('9');
    expect(draft.rejected.beta?.message).toMatch(/KL weight.*9.*0 to 5/);
    expect(editField(draft, 'beta', '1', 1).rejected).toEqual({});
  });

  it('takes a rejected text once another field makes room for it', () => {
    const narrow = editField(fresh, 'policyHeads', '5', 0);
    expect(narrow.config.policyHeads).toBe(4);
    const wide = editField(narrow, 'policyWidth', '80', 2000);
    expect(wide.config).toMatchObject({ policyWidth: 80, policyHeads: 5 });
    expect(wide.rejected).toEqual({});
  });

  it('undoes edits one by one, and a dragged slider at once', () => {
    let draft = editField(fresh, 'clip', '0.3', 0);
    for (let index = 0; index < 10; index++) draft = editField(draft, 'beta', String(0.2 + index / 100), 5000 + 50 * index);
    expect(draft.config.beta).toBeCloseTo(0.29);
    const once = undo(draft);
    expect(once.config).toMatchObject({ beta: 0.15, clip: 0.3 });
    expect(undo(once).config).toEqual(defaultConfig);
    expect(undo(undo(once)).config).toEqual(defaultConfig);
  });

  it('undoes a choice of preset, and clears what was rejected', () => {
    const tiny = choosePreset(editField(fresh, 'beta', 'x', 0), 'tiny');
    expect(tiny).toMatchObject({ preset: 'tiny', rejected: {} });
    expect(tiny.config.steps).toBe(6);
    expect(undo(tiny)).toMatchObject({ preset: 'default', config: defaultConfig });
    expect(() => choosePreset(fresh, 'huge')).toThrow(RangeError);
  });

  it('undoes during a run only what a run in progress takes', () => {
    const seeds = editField(fresh, 'seeds', '3', 0);
    const beta = editField(seeds, 'beta', '0.3', 5000);
    expect([fresh, seeds, beta, choosePreset(beta, 'tiny')].map((draft) => canUndo(draft, true))).toEqual([false, false, true, false]);
    expect([fresh, seeds, beta, choosePreset(beta, 'tiny')].map((draft) => canUndo(draft, false))).toEqual([false, true, true, true]);
  });

  it('makes again what was undone, until something else is edited', () => {
    const two = editField(editField(fresh, 'clip', '0.3', 0), 'beta', '0.3', 5000);
    const back = undo(undo(two));
    expect(canRedo(back, false)).toBe(true);
    expect(redo(back).config).toMatchObject({ clip: 0.3, beta: 0.15 });
    expect(redo(redo(back)).config).toEqual(two.config);
    expect(canRedo(redo(redo(back)), false)).toBe(false);
    expect(undo(redo(back)).config).toEqual(defaultConfig);
    expect(canRedo(editField(back, 'alpha', '0.5', 9000), false)).toBe(false);
    expect(redo(fresh)).toBe(fresh);
  });

  it('makes again during a run only what a run in progress takes', () => {
    const seeds = undo(editField(fresh, 'seeds', '3', 0));
    const beta = undo(editField(fresh, 'beta', '0.3', 0));
    expect([seeds, beta].map((draft) => canRedo(draft, true))).toEqual([false, true]);
  });
});

describe('problems in sentences', () => {
  const messageOf = (key: 'steps' | 'beta' | 'policyHeads' | 'policyWidth' | 'advantage', text: string) => editField(fresh, key, text, 0).rejected[key]?.message;

  it('name the field as the page does, and what it must be', () => {
    expect(messageOf('steps', '3000')).toBe('RL steps: 3000 does not count; it must be 1 to 2000.');
    expect(messageOf('steps', '1.5')).toBe('RL steps: 1.5 does not count; it must be a whole number from 1 to 2000.');
    expect(messageOf('steps', ' ')).toMatch(/^RL steps/);
    expect(messageOf('beta', '')).toBe('KL weight is empty; it must be 0 to 5.');
    expect(messageOf('beta', '1.000,5')).toMatch(/^KL weight: 1\.000,5 can be read in more than one way; .* a point for decimals/);
    expect(messageOf('policyHeads', '3')).toBe('Policy heads: 3 does not divide the policy width, which is 32.');
    expect(messageOf('policyWidth', '33')).toBe('Policy width: 33 is not a multiple of the number of policy heads, which is 4.');
  });

  it('of a link are few and short, whatever it holds', () => {
    const texts = linkProblems(decodeLink(`#preset=${'p'.repeat(1e5)}&${Array.from({ length: 3000 }, (_, index) => `k${index}=1`).join('&')}`));
    expect(texts).toHaveLength(6);
    expect(texts.at(-1)).toBe('And 2,996 more.');
    expect(texts.join(' ').length).toBeLessThan(1000);
    expect(linkProblems(decodeLink('#=1&policyHeads=3'))).toEqual(['A value stands without a field’s name.', 'Policy heads: 3 does not divide the policy width, which is 32.']);
    expect(linkProblems(decodeLink('#beta=0.3'))).toEqual([]);
  });
});
