/** The page. */
import { useEffect, useMemo, useState } from 'react';
import { useLab } from '../store/lab.ts';
import { recordedFor } from '../store/recordings.ts';
import { shownRecord, shownRecording } from '../store/shown.ts';
import { ChartPanel } from './chart/ChartPanel.tsx';
import { Diagnostics } from './diagnostics/Diagnostics.tsx';
import { GoldParts } from './gold/GoldParts.tsx';
import { Panel } from './Panel.tsx';
import { SeedStrip } from './seeds/SeedStrip.tsx';
import { FieldsPanel } from './fields/FieldsPanel.tsx';
import { Header } from './Header.tsx';
import { HowToRead } from './HowToRead.tsx';
import { Notices } from './Notices.tsx';
import { Numbers } from './numbers/Numbers.tsx';
import { RunBar } from './run/RunBar.tsx';
import { useShortcuts } from './run/useShortcuts.ts';
import { Samples } from './samples/Samples.tsx';

export function App() {
  useShortcuts();
  useTheme();
  const record = useLab((state) => state.record);
  const recordings = useLab((state) => state.recordings);
  const preset = useLab((state) => state.draft.preset);
  const recorded = useMemo(() => {
    const found = recordedFor(recordings, preset);
    return found && shownRecording(found.preset, found.recording);
  }, [recordings, preset]);
  const shown = useMemo(() => (record ? shownRecord(record) : recorded), [record, recorded]);
  const [fieldsOpen, setFieldsOpen] = useState(false);
  return (
    <>
      <Header shown={shown} />
      <Notices />
      <div className="page">
        <aside className="page-fields" data-open={fieldsOpen}>
          <button type="button" className="page-fields-toggle" aria-expanded={fieldsOpen} onClick={() => setFieldsOpen(!fieldsOpen)}>
            {fieldsOpen ? 'Hide settings' : 'Show settings'}
          </button>
          <FieldsPanel />
        </aside>
        <main className="page-main">
          <div className="panel page-run"><RunBar /></div>
          <ChartPanel shown={shown} />
          {shown && (
            <div className="page-numbers">
              <Panel name="Numbers" run={shown.name}><div className="panel"><Numbers shown={shown} /></div></Panel>
              <Panel name="Seed by seed" run={shown.name}><SeedStrip shown={shown} onMore={shown.source === 'live' ? () => undefined : null} moreSeconds={() => 170} /></Panel>
            </div>
          )}
          {shown && <Panel name="What the policy writes" run={shown.name}><Samples shown={shown} lanes={shown.lanes} /></Panel>}
          {shown && <Panel name="Where gold goes" run={shown.name}><GoldParts shown={shown} /></Panel>}
          <HowToRead shown={shown} />
          {shown && <Panel name="Diagnostics" run={shown.name}><Diagnostics shown={shown} /></Panel>}
        </main>
      </div>
    </>
  );
}

function useTheme(): void {
  const theme = useLab((state) => state.theme);
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
