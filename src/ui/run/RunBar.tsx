/** Run, pause, step, reset; where the run is; which engine computes it. */
import type { Config } from '../../config/fields.ts';
import { useLab } from '../../store/lab.ts';
import { forecast, supervisedCost } from '../../store/measurement.ts';
import { useReady } from '../../store/ready.ts';
import { canGoOn, isActive } from '../../store/record.ts';
import { goOn } from '../../store/session.ts';
import type { EngineChoice } from '../../protocol/messages.ts';
import { costText } from '../fields/costText.ts';
import { counted, duration } from '../format.ts';
import { canStep, hasRejected, mainAction, reset, step } from './actions.ts';
import { EngineLine } from './EngineLine.tsx';
import { Milestones } from './Milestones.tsx';
import { Stages } from './Stages.tsx';
import { statusText } from './status.ts';
import './run.css';

const BACKENDS: Record<EngineChoice['backend'], string> = {
  auto: 'Automatic', webgpu: 'WebGPU', wasm: 'wasm', cpu: 'plain JavaScript',
};

interface Props {
  /** Whether the settings are open on a narrow screen, where they lie over the page. */
  readonly settingsOpen: boolean;
  readonly onSettings: () => void;
}

export function RunBar({ settingsOpen, onSettings }: Props) {
  const record = useLab((state) => state.record);
  const draft = useLab((state) => state.draft);
  const backend = useLab((state) => state.backend);
  const setBackend = useLab((state) => state.setBackend);
  const measurement = useLab((state) => state.measurement);
  const expected = forecast(measurement, { config: draft.config, backend });
  const ready = useReady((state) => state.seeds);
  const cost = supervisedCost(measurement, { config: draft.config, backend }, ready);
  const main = mainAction({ record, draft });
  const active = isActive(record);
  const blocked = !active && hasRejected({ record, draft });
  return (
    <section className="run" aria-label="The run">
      <div className="run-buttons">
        <button type="button" className="primary" disabled={main.act === null} onClick={leavingFocus(() => main.act?.())}>{main.label}</button>
        {canGoOn(record) && <button type="button" onClick={leavingFocus(() => void goOn(record))} title="From the last state that was kept">Go on</button>}
        <button type="button" disabled={!canStep({ record, draft })} onClick={leavingFocus(step)} title="One RL step, then pause">Step</button>
        <button type="button" disabled={record === null} onClick={leavingFocus(reset)} title="Put this run away; it is kept">Reset</button>
        <label className="run-backend">
          on{' '}
          <select
            value={backend} disabled={active} aria-label="Backend"
            onChange={(event) => setBackend(event.target.value as EngineChoice['backend'])}
          >
            {Object.entries(BACKENDS).map(([value, title]) => <option key={value} value={value}>{title}</option>)}
          </select>
        </label>
        <button type="button" className="run-settings" aria-expanded={settingsOpen} aria-controls="settings" onClick={onSettings}>Settings</button>
        <div className="run-state">
          {/* Progress is not announced: it changes several times a second. The milestones are. */}
          <p className="run-status" data-testid="run-status">
            {blocked ? 'Correct the red field to run.' : record ? statusText(record) : planText(draft.config)}
          </p>
          {!active && (expected || cost) && (
            <p className="run-forecast">{[...(expected ? [`takes about ${duration(expected.seconds)}`] : []), ...(cost ? [costText(cost)] : [])].join('; ')}</p>
          )}
        </div>
      </div>
      <Stages record={record} />
      <EngineLine />
      {record?.failure && (
        <p className="run-failure" data-testid="run-failure" role="alert"><strong>The run failed.</strong> {record.failure.message}</p>
      )}
      <Milestones record={record} />
    </section>
  );
}

/**
 * A button that was clicked keeps no focus: Space, with which people scroll, would press it again when the run is over
 * and it says Run. Who pressed it by a key stays on it.
 */
function leavingFocus(act: () => void) {
  return (event: React.MouseEvent<HTMLButtonElement>) => {
    if (event.detail > 0) event.currentTarget.blur();
    act();
  };
}

function planText({ arms, seeds, steps }: Config): string {
  return `${counted(arms.length, 'method')} × ${counted(seeds.length, 'seed')}, ${counted(steps, 'step')}`;
}
