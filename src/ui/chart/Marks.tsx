/** What is marked on the lines: evaluations, peaks and what the end averages; of many methods of gold alone, without the bars of their ends, which would lie over each other. */
import { ZIndexLayer } from 'recharts';
import type { ArmCurve } from '../../store/curves.ts';
import { FEW_ARMS } from '../arms.ts';
import { useRunArms } from '../RunArms.tsx';
import type { ArmLine } from './lines.ts';
import type { ChartAxis } from './scale.ts';
import { dotsOf, useScales } from './scales.ts';

interface Props {
  readonly axis: ChartAxis;
  readonly curves: readonly ArmCurve[];
  readonly lines: readonly ArmLine[];
}

const ON_LINES = 600;

/** More dots would run together. */
const MOST_DOTS = 200;

export function Marks({ axis, curves, lines }: Props) {
  const scales = useScales(axis);
  const { lookOf } = useRunArms();
  const few = lines.length <= FEW_ARMS;
  if (!scales) return null;
  return (
    <ZIndexLayer zIndex={ON_LINES}>
      {curves.filter(({ points }) => points.length <= MOST_DOTS).map(({ arm, points }) => (
        <g key={arm} className="chart-dots" stroke={lookOf(arm).colour} style={lookOf(arm).fade}>
          {few && <path d={dotsOf(points.map((point) => [scales.x(point), scales.proxy(point.proxy.mean)]))} strokeOpacity={0.45} strokeWidth={3.5} />}
          <path d={dotsOf(points.map((point) => [scales.x(point), scales.gold(point.gold.mean)]))} strokeOpacity={0.7} strokeWidth={5} />
        </g>
      ))}
      {few && lines.map(({ arm, end }) => end && (
        <path
          key={arm} className="chart-end chart-late" stroke={lookOf(arm).colour} style={lookOf(arm).fade}
          d={`M${scales.x(end.from)},${scales.gold(end.gold)}H${scales.x(end.to)}`}
        />
      ))}
      {lines.map(({ arm, peak }) => peak && (
        <circle
          key={arm} className="main-chart-peak chart-late" cx={scales.x(peak)} cy={scales.gold(peak.gold)} r={5.5} stroke={lookOf(arm).colour}
          style={lookOf(arm).fade}
        />
      ))}
    </ZIndexLayer>
  );
}
