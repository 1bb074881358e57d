/** Everything else that was measured, folded away until it is wanted. */
import { useState } from 'react';
import { evaluationCurves, trainingCurves, type MetricCurve } from '../../store/curves.ts';
import type { ArmGrowth } from '../../store/growth.ts';
import type { Shown } from '../../store/shown.ts';
import { armColour, armLabel } from '../arms.ts';
import { SMALL_CHARTS, type Source } from './charts.ts';
import { SmallChart } from './SmallChart.tsx';
import './diagnostics.css';

function curvesOf(growth: readonly ArmGrowth[], source: Source): MetricCurve[] {
  return source.from === 'evaluation' ? evaluationCurves(growth, source.key) : trainingCurves(growth, source.key);
}

export function Diagnostics({ shown }: { readonly shown: Shown }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="panel diagnostics" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><h2>Diagnostics</h2> <span className="faint">KL, length, style, entropy, accuracy, ω, gradients</span></summary>
      {open && (
        <>
          <ul className="diagnostics-key">
            {shown.config.arms.map((arm) => <li key={arm} style={{ color: armColour(arm) }}>{armLabel(arm)}</li>)}
            <li className="faint">means over seeds, over RL steps</li>
          </ul>
          <div className="small-charts">
            {SMALL_CHARTS.map(({ title, unit, look, solid, dashed, reference, extent }) => (
              <figure key={title}>
                <figcaption><strong>{title}</strong> <span className="faint">{unit}</span></figcaption>
                <SmallChart
                  title={title} solid={curvesOf(shown.growth, solid)} dashed={dashed ? curvesOf(shown.growth, dashed) : []}
                  totalSteps={shown.config.steps} reference={reference} extent={extent}
                />
                <p className="small-chart-look">{look}</p>
              </figure>
            ))}
          </div>
        </>
      )}
    </details>
  );
}
