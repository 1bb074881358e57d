/** Everything else that was measured, folded away until it is wanted. */
import { useMemo, useState } from 'react';
import type { MetricCurve } from '../../store/curves.ts';
import type { Shown } from '../../store/shown.ts';
import { ArmKey } from '../ArmKey.tsx';
import { chartsOf, type SmallChartText } from './charts.ts';
import { SmallChart } from './SmallChart.tsx';
import { useTurn } from './turns.ts';
import { versionOf } from './version.ts';
import './diagnostics.css';

export function Diagnostics({ shown }: { readonly shown: Shown }) {
  const [open, setOpen] = useState(false);
  const { arms } = shown.config;
  const charts = useMemo(() => chartsOf(arms), [arms]);
  return (
    <details className="panel diagnostics" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><h2>Diagnostics</h2> <span className="faint">distance, length, style, entropy, accuracy, gradients, and what the methods report</span></summary>
      {open && (
        <>
          <div className="diagnostics-key">
            <ArmKey />
            <p className="faint">Means over seeds, over RL steps; drawn anew with each evaluation.</p>
          </div>
          <div className="small-charts">
            {charts.map((chart) => <Slot key={`${chart.title} ${chart.unit}`} chart={chart} shown={shown} version={versionOf(shown)} />)}
          </div>
        </>
      )}
    </details>
  );
}

interface Drawn {
  readonly solid: readonly MetricCurve[];
  readonly dashed: readonly MetricCurve[];
  readonly look: string;
}

/** One small chart: a place of its height until its turn comes, then what was measured by then. */
function Slot({ chart, shown, version }: { readonly chart: SmallChartText; readonly shown: Shown; readonly version: string }) {
  const { title, unit, reference, extent } = chart;
  const drawn = useTurn((): Drawn => ({ solid: chart.solid(shown), dashed: chart.dashed?.(shown) ?? [], look: chart.look(shown) }), version);
  return (
    <figure>
      <figcaption><strong>{title}</strong> <span className="faint">{unit}</span></figcaption>
      {drawn && drawn.solid.some(hasValues)
        ? <SmallChart title={title} solid={drawn.solid} dashed={drawn.dashed} totalSteps={shown.config.steps} reference={reference} extent={extent} />
        : <div className="small-chart-plot small-chart-empty">{drawn ? missing(chart, shown) : ''}</div>}
      <p className="small-chart-look">{drawn?.look}</p>
    </figure>
  );
}

function hasValues({ points }: MetricCurve): boolean {
  return points.some(({ value }) => value !== null);
}

function missing({ ofTraining }: SmallChartText, { source, status }: Shown): string {
  if (ofTraining && source === 'recorded') return 'not kept with the recorded run';
  return status === 'finished' ? 'not measured in this run' : 'not measured in this run so far';
}
