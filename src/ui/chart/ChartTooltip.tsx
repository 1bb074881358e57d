/** The numbers of the evaluations nearest to the pointer, one line for each arm. */

import type { ArmCurve, Band, CurvePoint } from '../../store/curves.ts';
import { armColour, armLabel } from '../arms.ts';
import { fixed } from '../format.ts';
import { positionOf, type ChartAxis } from './scale.ts';

interface Props {
  readonly curves: readonly ArmCurve[];
  readonly axis: ChartAxis;
  /** Position on the horizontal axis. */
  readonly at: number;
}

function nearest(curve: ArmCurve, axis: ChartAxis, at: number): CurvePoint | undefined {
  const distance = (point: CurvePoint) => Math.abs(positionOf(point, axis) - at);
  return curve.points.reduce<CurvePoint | undefined>((best, point) => (best && distance(best) <= distance(point) ? best : point), undefined);
}

function BandText({ mean, high }: Band) {
  return <td>{fixed(mean)}{high !== null && <span className="faint"> ± {fixed(high - mean)}</span>}</td>;
}

export function ChartTooltip({ curves, axis, at }: Props) {
  return (
    <table className="chart-tooltip">
      <thead>
        <tr><th /><th>step</th><th>gold</th><th>proxy</th><th>KL</th></tr>
      </thead>
      <tbody>
        {curves.map((curve) => {
          const point = nearest(curve, axis, at);
          return point && (
            <tr key={curve.arm}>
              <th style={{ color: armColour(curve.arm) }}>{armLabel(curve.arm)}</th>
              <td>{point.step}</td>
              <BandText {...point.gold} />
              <BandText {...point.proxy} />
              <td>{fixed(point.kl, 1)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
