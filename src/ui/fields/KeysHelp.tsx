/** The page's keys, and a way to switch those of a single letter off (WCAG 2.1.4). */
import { useLab } from '../../store/lab.ts';

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ['Space', 'pause or resume the run; starts none'],
  ['s', 'one step, while the run is paused'],
  ['r', 'reset: put the run away'],
  ['Ctrl+Z', 'undo the last change of a setting'],
  ['Ctrl+Shift+Z, Ctrl+Y', 'redo it'],
  ['↑ ↓', 'in a number: a step; with Shift or Page ↑ ↓ ten'],
];

export function KeysHelp() {
  const letters = useLab((state) => state.letters);
  const setLetters = useLab((state) => state.setLetters);
  return (
    <details className="keys">
      <summary>Keys</summary>
      <label>
        <input type="checkbox" checked={letters} onChange={(event) => setLetters(event.target.checked)} />
        Single-letter keys: {letters ? 'on' : 'off'} (Space, s, r)
      </label>
      <dl>
        {KEYS.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}
      </dl>
    </details>
  );
}
