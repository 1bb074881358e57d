/** The main chart on the page: the run that it is of, and the choice of its horizontal axis. */
import { useState } from 'react';
import { formatValue } from '../../settings/values.ts';
import { useLab } from '../../store/lab.ts';
import { isActive } from '../../store/record.ts';
import type { Shown } from '../../store/shown.ts';
import { acrossText } from './across.ts';
import { Learning, showsLearning, type LearningRecord } from './Learning.tsx';
import { MainChart } from './MainChart.tsx';
import type { ChartAxis } from './scale.ts';

const AXES: Record<ChartAxis, string> = { step: 'steps', kl: 'KL', sqrtKl: '√KL' };

interface Props {
  readonly shown: Shown | null;
  /** The run before, to draw under this one. */
  readonly ghost: Shown | null;
  /** The preset's recorded run, for which the axes have room. */
  readonly frame: Shown | null;
  /** What supervised training has told, while the run in progress is at it. */
  readonly learning: LearningRecord | null;
}

export function ChartPanel({ shown, ghost, frame, learning }: Props) {
  const [axis, setAxis] = useState<ChartAxis>('step');
  const asked = useLab((state) => state.draft.config);
  const live = useLab((state) => isActive(state.record) && state.record.id === shown?.key);
  const running = useLab((state) => state.record?.status === 'running' || state.record?.status === 'pausing');
  const stage = useLab((state) => state.record?.stage ?? null);
  return (
    <section className="panel page-chart" aria-label="Gold and proxy">
      <div className="chart-head">
        <h2>Gold and proxy</h2>
        {shown && <p className="chart-run" data-testid="chart-run"><strong>{shown.source === 'recorded' ? 'Recorded:' : 'This run:'}</strong> {shown.name}</p>}
        <fieldset className="segmented">
          <legend>Horizontal axis</legend>
          {(Object.entries(AXES) as [ChartAxis, string][]).map(([value, title]) => (
            <label key={value}>
              <input type="radio" name="axis" value={value} checked={axis === value} onChange={() => setAxis(value)} />
              <span>{title}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <MainChart
        shown={shown} config={shown?.config ?? asked} axis={axis} ghost={ghost} frame={frame} live={live && running}
        draws={shown?.source === 'recorded'} across={shown && !live ? acrossText(shown, asked) : null}
        covered={live && showsLearning(learning, stage)}
      >
        {live ? <Learning learning={learning} stage={stage} /> : <p className="chart-stage"><span>{shown ? 'Nothing was evaluated in this run.' : 'Press Run to see the curves.'}</span></p>}
      </MainChart>
      {shown?.source === 'recorded' && shown.result && (
        <p className="chart-foot">
          Recorded run of {shown.date}: computed on {shown.result.backend} and shipped with the page. Made with <code>{recordedCommand(shown)}</code>.
        </p>
      )}
    </section>
  );
}

/** Makes the recorded run again. */
function recordedCommand({ preset, config }: Shown): string {
  return `npm run -s experiment -- --preset ${preset} --seeds ${formatValue('seeds', config.seeds)} --arms ${formatValue('arms', config.arms)}`;
}
