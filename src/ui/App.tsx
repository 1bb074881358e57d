/** The page. */
import { useMemo, useState } from 'react';
import { useLab } from '../store/lab.ts';
import { recordedPages, shownRecord, shownResult } from '../store/shown.ts';
import { ChartPanel } from './chart/ChartPanel.tsx';
import { Diagnostics } from './diagnostics/Diagnostics.tsx';
import { FieldsPanel } from './fields/FieldsPanel.tsx';
import { Header } from './Header.tsx';
import { HowToRead } from './HowToRead.tsx';
import { Notices } from './Notices.tsx';
import { Numbers } from './numbers/Numbers.tsx';
import { RunBar } from './run/RunBar.tsx';
import { useShortcuts } from './run/useShortcuts.ts';
import { Samples } from './samples/Samples.tsx';
import { useTheme } from './useTheme.ts';

export function App() {
  useShortcuts();
  useTheme();
  const record = useLab((state) => state.record);
  const recorded = useLab((state) => state.recorded);
  const shown = useMemo(() => (record ? shownRecord(record) : recorded ? shownResult(recorded.result) : null), [record, recorded]);
  const lanes = useMemo(() => (record ? record.lanes : recorded ? recordedPages(recorded) : []), [record, recorded]);
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
          {shown && <div className="panel page-numbers"><Numbers shown={shown} /></div>}
          <HowToRead />
          {shown && <Samples shown={shown} lanes={lanes} />}
          {shown && <Diagnostics shown={shown} />}
        </main>
      </div>
    </>
  );
}
