import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/schema.ts';
import { canUndo, changedFields, choosePreset, editField, newDraft, undo } from './draft.ts';

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
});
