import { useEffect } from 'react';
import { canRedo, canUndo } from '../../store/draft.ts';
import { useLab, type LabState } from '../../store/lab.ts';
import { isActive } from '../../store/record.ts';
import { mainAction, reset, step } from './actions.ts';
import { focusOf, shortcutOf, type Shortcut } from './shortcuts.ts';

/**
 * What a shortcut does now; null where it does nothing, so that the key keeps its meaning: Space scrolls a page without
 * a run in progress. No key begins a run, which would take the place of the one on the page.
 */
function actionOf(shortcut: Shortcut, state: LabState): (() => void) | null {
  const { record, draft, undo, redo } = state;
  switch (shortcut) {
    case 'toggle': return isActive(record) ? mainAction(state).act : null;
    case 'step': return record?.status === 'paused' ? step : null;
    case 'reset': return record ? reset : null;
    case 'undo': return canUndo(draft, isActive(record)) ? undo : null;
    case 'redo': return canRedo(draft, isActive(record)) ? redo : null;
  }
}

/** Connects the page's keys for as long as the component lives. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, repeat } = event;
      const state = useLab.getState();
      const shortcut = shortcutOf({ key, ctrlKey, metaKey, altKey, shiftKey, repeat, focus: focusOf(event.target) }, state.letters);
      const action = shortcut && actionOf(shortcut, state);
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
