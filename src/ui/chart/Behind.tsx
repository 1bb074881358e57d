/** What stands behind the lines: where the judge was hacked, and the run before. */
import { useId } from 'react';
import { ZIndexLayer } from 'recharts';
import { placeAt, type ArmLine } from './lines.ts';
import type { ChartAxis } from './scale.ts';
import { pathOf, useScales } from './scales.ts';

export interface Ghost {
  readonly name: string;
  readonly lines: readonly ArmLine[];
}

interface Props {
  readonly axis: ChartAxis;
  readonly lines: readonly ArmLine[];
  readonly hacking: { readonly from: number; readonly to: number } | null;
  readonly ghost: Ghost | null;
}

/** Above the grid, below everything else. */
const BEHIND = -60;

const HACKING = 'hacking: the judge likes it, we do not';

export function Behind({ axis, lines, hacking, ghost }: Props) {
  return (
    <ZIndexLayer zIndex={BEHIND}>
      {hacking && <HackingBand axis={axis} lines={lines} hacking={hacking} />}
      {ghost && <GhostLines axis={axis} ghost={ghost} />}
    </ZIndexLayer>
  );
}

function HackingBand({ axis, lines, hacking }: Pick<Props, 'axis' | 'lines'> & { readonly hacking: NonNullable<Props['hacking']> }) {
  const scales = useScales(axis);
  const points = lines.find((line) => line.points.length > 0)?.points;
  if (!scales || !points) return null;
  const [from, to] = [hacking.from, hacking.to].map((step) => scales.x(placeAt(points, step)));
  const { y, height } = scales.area;
  const width = Math.abs(to - from);
  const text = width > 250 ? HACKING : width > 60 ? 'hacking' : '';
  return (
    <g className="hacking-band chart-late">
      <rect x={Math.min(from, to)} y={y} width={width} height={height} />
      <text x={Math.min(from, to) + 6} y={y + height - 8}>{text}</text>
    </g>
  );
}

function GhostLines({ axis, ghost }: { readonly axis: ChartAxis; readonly ghost: Ghost }) {
  const scales = useScales(axis);
  const clip = useId();
  if (!scales) return null;
  const { area } = scales;
  const label = labelPlace(ghost.lines[0]?.points.map((point) => [scales.x(point), scales.gold(point.gold.mean)] as const) ?? [], area);
  return (
    <g className="chart-ghost">
      <clipPath id={clip}><rect {...area} /></clipPath>
      <g clipPath={`url(#${clip})`}>
        {ghost.lines.map(({ arm, points }) => (
          <g key={arm}>
            <path d={pathOf(points.map((point) => [scales.x(point), scales.proxy(point.proxy.mean)]))} strokeDasharray="5 4" />
            <path d={pathOf(points.map((point) => [scales.x(point), scales.gold(point.gold.mean)]))} />
          </g>
        ))}
      </g>
      {label && <text x={label[0]} y={label[1] - 10}>before: {ghost.name}</text>}
    </g>
  );
}

/** Near the beginning, where the lines of another run would not cover it for long, and inside the chart. */
function labelPlace(points: readonly (readonly [number, number])[], area: { readonly x: number; readonly width: number }) {
  return points.find(([x]) => x >= area.x + 0.06 * area.width) ?? points.at(-1);
}
