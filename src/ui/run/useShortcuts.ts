import { useEffect } from 'react';
import { useLab } from '../../store/lab.ts';
import { canStep, mainAction, reset, step } from './actions.ts';
import { focusOf, shortcutOf } from './shortcuts.ts';

/** Connects the page's keys for as long as the component lives. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
      const shortcut = shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, focus: focusOf(event.target) });
      if (shortcut === null) return;
      event.preventDefault();
      const state = useLab.getState();
      if (shortcut === 'undo') state.undo();
      else if (shortcut === 'toggle') mainAction(state).act?.();
      else if (shortcut === 'step' && canStep(state)) step();
      else if (shortcut === 'reset' && state.record) reset();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
