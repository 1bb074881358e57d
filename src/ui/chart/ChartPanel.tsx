/** The main chart on the page: what it shows a run of, and the choice of its horizontal axis. */
import { useState } from 'react';
import { differingFields } from '../../config/link.ts';
import { formatValue } from '../../config/values.ts';
import { useLab } from '../../store/lab.ts';
import type { Shown } from '../../store/shown.ts';
import { duration } from '../format.ts';
import { MainChart } from './MainChart.tsx';
import type { ChartAxis } from './scale.ts';

const AXES: Record<ChartAxis, string> = { step: 'steps', kl: 'KL', sqrtKl: '√KL' };

/** Makes the recorded run again, from the default preset. */
const RECORDED_COMMAND = 'npm run -s experiment -- --preset default';

export function ChartPanel({ shown }: { readonly shown: Shown | null }) {
  const [axis, setAxis] = useState<ChartAxis>('step');
  const draft = useLab((state) => state.draft);
  const curves = shown?.curves ?? draft.config.arms.map((arm) => ({ arm, seeds: 0, points: [] }));
  return (
    <section className="panel page-chart" aria-label="Gold and proxy">
      <div className="chart-head">
        <h2>Gold and proxy</h2>
        {shown?.source === 'recorded' && shown.result && (
          <p className="recorded"><strong>Recorded run</strong> {seedsText(shown.config.seeds.length)}, {duration(shown.result.seconds)} on {shown.result.backend}</p>
        )}
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
      <MainChart curves={curves} axis={axis} totalSteps={shown?.config.steps ?? draft.config.steps} changes={shown?.changes ?? []} />
      <p className="chart-foot">{footnote(shown, shown ? differingFields(shown.config, draft.config).length : 0)}</p>
    </section>
  );
}

function seedsText(count: number): string {
  return count === 1 ? 'one seed' : `${count} seeds`;
}

function footnote(shown: Shown | null, differing: number) {
  if (shown?.source === 'recorded') return <>Computed before and shipped with the page. Made with <code>{recordedCommand(shown)}</code>. Your own run replaces it.</>;
  if (shown?.result && differing > 0) return `This run had other settings than the fields now show (${differing} differ).`;
  return '\u00a0';
}

function recordedCommand({ config }: Shown): string {
  return `${RECORDED_COMMAND} --seeds ${formatValue('seeds', config.seeds)} --arms ${formatValue('arms', config.arms)}`;
}
