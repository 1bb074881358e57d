import { describe, expect, it } from 'vitest';
import { shortcutOf, type Key } from './shortcuts.ts';

const press = (key: string, more: Partial<Key> = {}, letters = true) =>
  shortcutOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, focus: 'body', ...more }, letters);

describe('shortcuts', () => {
  it('are space, s, r and Ctrl+Z', () => {
    expect([press(' '), press('s'), press('r'), press('z', { ctrlKey: true }), press('z')]).toEqual(['toggle', 'step', 'reset', 'undo', null]);
  });

  it.each(['input:text', 'textarea', 'select'])('stay out of %s', (focus) => {
    expect([press(' ', { focus }), press('s', { focus }), press('r', { focus }), press('z', { focus, ctrlKey: true })]).toEqual([null, null, null, null]);
  });

  it('leave space to what it presses, but not the letters', () => {
    expect(press(' ', { focus: 'button' })).toBeNull();
    expect(press('s', { focus: 'button' })).toBe('step');
  });

  it('leave the browser’s own keys alone, and held keys count once', () => {
    expect([press('r', { ctrlKey: true }), press('s', { metaKey: true }), press('r', { altKey: true }), press('s', { repeat: true })]).toEqual([null, null, null, null]);
  });

  it('redo with Ctrl+Shift+Z and Ctrl+Y', () => {
    expect([press('Z', { ctrlKey: true, shiftKey: true }), press('y', { ctrlKey: true }), press('y'), press('Y', { ctrlKey: true, shiftKey: true })])
      .toEqual(['redo', 'redo', null, null]);
  });

  it('without Ctrl can be switched off', () => {
    expect([' ', 's', 'r'].map((key) => press(key, {}, false))).toEqual([null, null, null]);
    expect(press('z', { ctrlKey: true }, false)).toBe('undo');
  });

  it('are no names that every object has', () => {
    expect([press('constructor'), press('toString')]).toEqual([null, null]);
  });
});
