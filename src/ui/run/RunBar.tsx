/** Run, pause, step, reset; where the run is; which backend computes it. */
import type { Config } from '../../config/fields.ts';
import type { Stage } from '../../experiment/events.ts';
import { useLab } from '../../store/lab.ts';
import { forecast } from '../../store/measurement.ts';
import { rate, secondsLeft } from '../../store/pace.ts';
import { isActive, type RunRecord } from '../../store/record.ts';
import type { EngineChoice } from '../../protocol/messages.ts';
import { counted, duration, fixed } from '../format.ts';
import { canStep, hasRejected, mainAction, reset, step } from './actions.ts';
import { STAGE_TITLES, Stages } from './Stages.tsx';
import './run.css';

const BACKENDS: Record<EngineChoice['backend'], string> = {
  auto: 'Automatic', webgpu: 'WebGPU', wasm: 'wasm', cpu: 'plain JavaScript',
};

export function RunBar() {
  const record = useLab((state) => state.record);
  const draft = useLab((state) => state.draft);
  const backend = useLab((state) => state.backend);
  const setBackend = useLab((state) => state.setBackend);
  const measurement = useLab((state) => state.measurement);
  const expected = forecast(measurement, { config: draft.config, backend });
  const main = mainAction({ record, draft });
  const blocked = !isActive(record) && hasRejected({ record, draft });
  return (
    <section className="run" aria-label="The run">
      <div className="run-buttons">
        <button type="button" className="primary" disabled={main.act === null} onClick={() => main.act?.()} title={isActive(record) ? 'Space' : undefined}>{main.label}</button>
        <button type="button" disabled={!canStep({ record, draft })} onClick={step} title="One RL step (s, while the run is paused)">Step</button>
        <button type="button" disabled={record === null} onClick={reset} title="Put this run away (r)">Reset</button>
        <label className="run-backend">
          on{' '}
          <select
            value={backend} disabled={isActive(record)} aria-label="Backend"
            onChange={(event) => setBackend(event.target.value as EngineChoice['backend'])}
          >
            {Object.entries(BACKENDS).map(([value, title]) => <option key={value} value={value}>{title}</option>)}
          </select>
        </label>
        {expected && !isActive(record) && <span className="run-forecast">takes about {duration(expected.seconds)}</span>}
        {/* Progress is not announced: it changes several times a second. */}
        <p className="run-status" aria-live={record?.status === 'running' ? 'off' : 'polite'}>
          {blocked ? 'Correct the red field to run.' : record ? statusText(record) : planText(draft.config)}
        </p>
      </div>
      <Stages record={record} />
      {record?.failure && <p className="run-failure" role="alert"><strong>The run failed.</strong> {record.failure.message}</p>}
    </section>
  );
}

function planText({ arms, seeds, steps }: Config): string {
  return `${counted(arms.length * seeds.length, 'lane')}: ${counted(arms.length, 'arm')} × ${counted(seeds.length, 'seed')}, ${counted(steps, 'step')}`;
}

function statusText(record: RunRecord): string {
  switch (record.status) {
    case 'pausing': return record.stage === 'rl' ? 'Pausing as soon as the steps under way are done …' : 'Pausing before the first step …';
    case 'paused': return `Paused at step ${record.step} of ${record.config.steps}`;
    case 'finished': return `Finished in ${duration(record.result?.seconds ?? NaN)}`;
    case 'failed': return 'Failed';
    case 'cancelled': return 'Cancelled';
    case 'running': return progressText(record);
  }
}

/** Compiling counts kernels, and labelling seeds. */
const COUNTS_STEPS: ReadonlySet<Stage> = new Set<Stage>(['sft', 'trunk', 'head', 'rl']);

function progressText({ stage, stages, pace }: RunRecord): string {
  if (!stage) return 'Starting …';
  const progress = stages[stage];
  const perSecond = rate(pace);
  const left = progress ? secondsLeft(pace, progress.total) : null;
  return [
    stage === 'rl' && progress ? `Step ${progress.done} of ${progress.total}` : STAGE_TITLES[stage].long,
    ...(perSecond !== null && COUNTS_STEPS.has(stage) ? [`${fixed(perSecond, perSecond < 10 ? 1 : 0)} steps/s`] : []),
    ...(left !== null ? [`${duration(left)} left`] : []),
  ].join(' · ');
}
