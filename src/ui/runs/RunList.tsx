/** The runs there are: the recorded one, the one on the page, and those that are kept. Nothing is dropped but by its cross. */
import { useLab } from '../../store/lab.ts';
import { describeRun } from '../../store/describe.ts';
import { isActive, type RunRecord, type RunStatus } from '../../store/record.ts';
import { reset } from '../run/actions.ts';
import './runs.css';

const STATES: Record<RunStatus, string> = {
  running: 'running', pausing: 'running', paused: 'paused', finished: 'finished', failed: 'failed', cancelled: 'stopped',
};

export function RunList() {
  const record = useLab((state) => state.record);
  const kept = useLab((state) => state.kept);
  const show = useLab((state) => state.show);
  const drop = useLab((state) => state.drop);
  const active = isActive(record);
  return (
    <ul className="runs" aria-label="Runs">
      <li>
        <button type="button" aria-pressed={!record} disabled={active} onClick={reset} title={active ? 'When the run in progress is over' : 'Show the recorded run'}>
          Recorded run
        </button>
      </li>
      {record && <li><button type="button" aria-pressed="true">{nameOf(record)}</button></li>}
      {kept.map((run) => (
        <li key={run.id}>
          <button
            type="button" aria-pressed="false" disabled={active} onClick={() => show(run.id)}
            title={active ? 'When the run in progress is over' : 'Show this run'}
          >{nameOf(run)}</button>
          <button type="button" className="runs-drop" onClick={() => drop(run.id)} aria-label={`Drop ${nameOf(run)}`} title="Drop this run">×</button>
        </li>
      ))}
    </ul>
  );
}

function nameOf(run: RunRecord): string {
  const name = describeRun(run.preset, run.config);
  return run.status === 'finished' ? name : `${name} (${STATES[run.status]}, step ${run.step} of ${run.config.steps})`;
}
