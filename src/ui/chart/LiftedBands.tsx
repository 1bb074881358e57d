/** Of many methods the intervals would lie over each other: that of gold is there for the one that is lifted. */
import { ZIndexLayer } from 'recharts';
import { useRunArms } from '../RunArms.tsx';
import type { ArmLine } from './lines.ts';
import { drawsBand, type ChartAxis } from './scale.ts';
import { pathOf, useScales } from './scales.ts';

/** Below the lines. */
const UNDER = -20;

export function LiftedBands({ axis, lines }: { readonly axis: ChartAxis; readonly lines: readonly ArmLine[] }) {
  const scales = useScales(axis);
  const { lookOf } = useRunArms();
  if (!scales) return null;
  const edge = (points: ArmLine['points'], side: 'low' | 'high') => points.map((point) => [scales.x(point), scales.gold(point.gold[side] ?? NaN)] as const);
  return (
    <ZIndexLayer zIndex={UNDER}>
      <g data-transient>
        {lines.filter(drawsBand).map(({ arm, points }) => (
          <path
            key={arm} d={pathOf([...edge(points, 'high'), ...edge(points, 'low').reverse()])} fill={lookOf(arm).colour} fillOpacity={0.13}
            style={lookOf(arm).liftedOnly}
          />
        ))}
      </g>
    </ZIndexLayer>
  );
}
