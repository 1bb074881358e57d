/** Keys of the page, which stay out of the way while somebody types. */

export type Shortcut = 'toggle' | 'step' | 'reset' | 'undo' | 'redo';

/** What of a `KeyboardEvent` decides. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  /** Lower-case tag name of the focused element, with its type for inputs: `input:text`. */
  readonly focus: string;
}

const TYPING = ['input:text', 'input:number', 'input:search', 'textarea', 'select'];
/** Space already does something on these. */
const PRESSABLE = ['button', 'summary', 'a', 'input:checkbox', 'input:radio', 'input:range'];

const SINGLE: Readonly<Record<string, Shortcut>> = { ' ': 'toggle', s: 'step', r: 'reset' };

/** `letters`: whether keys without Ctrl do anything (WCAG 2.1.4 wants a way to switch them off). */
export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, focus }: Key, letters: boolean): Shortcut | null {
  if (TYPING.includes(focus) || altKey) return null;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo';
    return key.toLowerCase() === 'y' && !shiftKey ? 'redo' : null;
  }
  if (!letters || repeat || shiftKey || (key === ' ' && PRESSABLE.includes(focus))) return null;
  return Object.hasOwn(SINGLE, key) ? SINGLE[key] : null;
}

export function focusOf(target: EventTarget | null): string {
  if (!(target instanceof HTMLElement)) return '';
  if (target.isContentEditable) return 'textarea';
  const tag = target.tagName.toLowerCase();
  return target instanceof HTMLInputElement ? `${tag}:${target.type}` : tag;
}
