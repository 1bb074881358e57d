/** Name, what this is, which engine computes; share, export, theme. */
import { useState } from 'react';
import type { BackendName, EngineName } from '../engine/engine.ts';
import { hashOf, THEMES, type Theme } from '../store/browser.ts';
import { useLab } from '../store/lab.ts';
import { copyText } from '../store/services.ts';
import type { Shown } from '../store/shown.ts';
import { Export } from './Export.tsx';

const BACKENDS: Record<BackendName, string> = { webgpu: 'WebGPU', wasm: 'wasm', cpu: 'plain JavaScript' };
const ENGINES: Record<EngineName, string> = { ops: 'tfjs operations', fused: 'fused kernels' };

export function Header({ shown }: { readonly shown: Shown | null }) {
  const theme = useLab((state) => state.theme);
  const setTheme = useLab((state) => state.setTheme);
  return (
    <header className="header">
      <div className="header-name">
        <h1>R2M Lab</h1>
        <p>A small language policy is trained, live in this page, against a reward model that it learns to exploit. R2M tries to keep the reward model up to date.</p>
      </div>
      <EngineLine />
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

function EngineLine() {
  const engine = useLab((state) => state.record?.engine ?? null);
  if (!engine) return <p className="engine-line" data-testid="engine">Nothing is computed yet.</p>;
  const { info, reason } = engine;
  return (
    <p className="engine-line" data-testid="engine" title={`${info.device}. ${reason}`}>
      <strong>{BACKENDS[info.backend]}</strong>, {ENGINES[info.engine]}. {reason}
    </p>
  );
}

function CopyLink() {
  const draft = useLab((state) => state.draft);
  const notify = useLab((state) => state.notify);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const link = `${location.origin}${location.pathname}${location.search}${hashOf(draft)}`;
    if (await copyText(link)) {
      setCopied(true);
      setTimeout(() => setCopied(false), 2000);
    } else notify('The browser did not allow copying. The link:', [link]);
  };
  return <button type="button" className="header-copy" onClick={() => void copy()} title="The settings, as a link">{copied ? 'Link copied' : 'Copy link'}</button>;
}
