/** The page. */
import { useCallback, useMemo, useState } from 'react';
import { useLab } from '../store/lab.ts';
import { forecast } from '../store/measurement.ts';
import { canExtend, isActive } from '../store/record.ts';
import { recordedFor } from '../store/recordings.ts';
import { addSeeds, furtherSeeds } from '../store/session.ts';
import { shownOf, shownRecording, type Shown } from '../store/shown.ts';
import { ChartPanel } from './chart/ChartPanel.tsx';
import { Diagnostics } from './diagnostics/Diagnostics.tsx';
import { FieldsPanel } from './fields/FieldsPanel.tsx';
import { GoldParts } from './gold/GoldParts.tsx';
import { Header } from './Header.tsx';
import { HowToRead } from './HowToRead.tsx';
import { Notices } from './Notices.tsx';
import { Numbers } from './numbers/Numbers.tsx';
import { Panel } from './Panel.tsx';
import { RunArms } from './RunArms.tsx';
import { RunBar } from './run/RunBar.tsx';
import { useShortcuts } from './run/useShortcuts.ts';
import { RunList } from './runs/RunList.tsx';
import { Samples } from './samples/Samples.tsx';
import { SeedStrip } from './seeds/SeedStrip.tsx';
import { Steady } from './Steady.tsx';
import { useTheme } from './useTheme.ts';
import { Verdict } from './verdict/Verdict.tsx';

export function App() {
  useShortcuts();
  useTheme();
  const { shown, ghost, frame } = useShown();
  const more = useMoreSeeds(shown);
  const asked = useLab((state) => state.draft.config.arms);
  const learning = useLab((state) => state.record?.learning ?? null);
  const [settingsOpen, setSettingsOpen] = useState(false);
  const run = shown?.name ?? 'no run';
  const still = useLab(({ record }) => isActive(record));
  return (
    <>
      <a className="skip-link" href="#run" onClick={skipToRun}>Skip to Run</a>
      <Header shown={shown} />
      <Notices />
      <div className="page">
        <RunArms arms={shown?.config.arms ?? asked} className="page-main">
          <div className="panel page-run" id="run" tabIndex={-1}>
            <Panel name="Run" run={run}><RunBar settingsOpen={settingsOpen} onSettings={() => setSettingsOpen(!settingsOpen)} /></Panel>
          </div>
          <Panel name="Runs" run={run}><RunList /></Panel>
          <Steady still={still}><Panel name="Verdict" run={run}><Verdict shown={shown} /></Panel></Steady>
          <Steady still={still} className="page-chart-place">
            <Panel name="Chart" run={run}><ChartPanel shown={shown} ghost={ghost} frame={frame} learning={learning} /></Panel>
          </Steady>
          {shown && (
            <div className="page-side">
              <Steady still={still}><Panel name="Seeds" run={run}><SeedStrip shown={shown} {...more} /></Panel></Steady>
              <Steady still={still}><Panel name="Numbers" run={run}><div className="panel"><Numbers shown={shown} /></div></Panel></Steady>
            </div>
          )}
          {shown && <Steady still={still}><Panel name="Where gold goes" run={run}><GoldParts shown={shown} /></Panel></Steady>}
          {shown && <Steady still={still}><Panel name="Samples" run={run}><Samples shown={shown} lanes={shown.lanes} /></Panel></Steady>}
          <Steady still={still}><Panel name="How to read this" run={run}><HowToRead shown={shown} /></Panel></Steady>
          {shown && <Panel name="Diagnostics" run={run}><Diagnostics shown={shown} /></Panel>}
        </RunArms>
        <aside className="page-fields" id="settings" data-open={settingsOpen} aria-label="Settings">
          <button type="button" className="page-fields-close" onClick={() => setSettingsOpen(false)}>Close settings</button>
          <Panel name="Settings" run={run}><FieldsPanel /></Panel>
        </aside>
      </div>
    </>
  );
}

/** The hash of the address holds the settings, and stays. */
function skipToRun(event: React.MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#run button')?.focus();
}

/** The run to draw; the one before it, drawn grey beneath; and the recorded one, for which the axes have room. */
function useShown(): { readonly shown: Shown | null; readonly ghost: Shown | null; readonly frame: Shown | null } {
  const live = useLab((state) => shownOf(state.record));
  const before = useLab((state) => shownOf(state.record && (state.kept[0] ?? null)));
  const recordings = useLab((state) => state.recordings);
  const preset = useLab((state) => state.record?.preset ?? state.draft.preset);
  const recorded = useMemo(() => {
    const found = recordedFor(recordings, preset);
    return found && shownRecording(found.preset, found.recording);
  }, [recordings, preset]);
  return { shown: live ?? recorded, ghost: live && (before ?? recorded), frame: recorded };
}

/** What it takes to add seeds to the run that is shown; null where it takes none. */
function useMoreSeeds(shown: Shown | null) {
  const extendable = useLab(({ record }) => canExtend(record));
  const measurement = useLab((state) => state.measurement);
  const backend = useLab((state) => state.backend);
  const config = shown?.config;
  const moreSeconds = useCallback((count: number) => {
    if (!config) return null;
    return forecast(measurement, { config: { ...config, seeds: furtherSeeds(config.seeds, count) }, backend })?.seconds ?? null;
  }, [config, measurement, backend]);
  return { onMore: extendable && shown?.source === 'live' ? addSeeds : null, moreSeconds };
}
