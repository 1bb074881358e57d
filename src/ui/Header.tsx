/** Name and what this is; share, export, theme. */
import { THEMES, type Theme } from '../store/browser.ts';
import { useLab } from '../store/lab.ts';
import type { Shown } from '../store/shown.ts';
import { CopyLink } from './CopyLink.tsx';
import { Export } from './Export.tsx';

export function Header({ shown }: { readonly shown: Shown | null }) {
  const theme = useLab((state) => state.theme);
  const setTheme = useLab((state) => state.setTheme);
  return (
    <header className="header">
      <div className="header-name">
        <h1><span className="header-lab">R2M Lab</span> Watch a model learn to please its judge</h1>
        <p>
          A small language policy is trained against a reward model, which it learns to exploit. R2M tries to keep the reward model up to date.
          Press Run, and it happens on your own machine.
        </p>
      </div>
      <div className="header-actions">
        <CopyLink />
        <Export shown={shown} />
        <label className="header-theme">
          <span className="visually-hidden">Theme</span>
          <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
            {THEMES.map((name) => <option key={name} value={name}>{name === 'system' ? 'theme: system' : name}</option>)}
          </select>
        </label>
      </div>
    </header>
  );
}
