/** Keys of the page, which stay out of the way while somebody types. */

export type Shortcut = 'toggle' | 'step' | 'reset' | 'undo';

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

export function shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, focus }: Key): Shortcut | null {
  if (TYPING.includes(focus) || altKey) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'z' && !shiftKey ? 'undo' : null;
  if (repeat || shiftKey) return null;
  if (key === ' ') return PRESSABLE.includes(focus) ? null : 'toggle';
  if (key === 's') return 'step';
  return key === 'r' ? 'reset' : null;
}

export function focusOf(target: EventTarget | null): string {
  if (!(target instanceof HTMLElement)) return '';
  const tag = target.tagName.toLowerCase();
  return target instanceof HTMLInputElement ? `${tag}:${target.type}` : tag;
}
