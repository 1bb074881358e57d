/** What stands behind the lines: where the judge was hacked, and the run before. */
import { useId } from 'react';
import { ZIndexLayer } from 'recharts';
import { placeAt, type ArmLine } from './lines.ts';
import type { ChartAxis } from './scale.ts';
import { pathOf, useScales, type Scales } from './scales.ts';

export interface Ghost {
  readonly name: string;
  readonly lines: readonly ArmLine[];
}

interface Props {
  readonly axis: ChartAxis;
  readonly lines: readonly ArmLine[];
  readonly hacking: { readonly from: number; readonly to: number } | null;
  readonly ghost: Ghost | null;
  readonly textSize: number;
}

/** Above the grid, below everything else. */
const BEHIND = -60;

const HACKING = 'hacking: the judge likes it, we do not';

export function Behind({ axis, lines, hacking, ghost, textSize }: Props) {
  return (
    <ZIndexLayer zIndex={BEHIND}>
      {hacking && <HackingBand axis={axis} lines={lines} hacking={hacking} textSize={textSize} />}
      {ghost && <GhostLines axis={axis} ghost={ghost} />}
    </ZIndexLayer>
  );
}

function HackingBand({ axis, lines, hacking, textSize }: Pick<Props, 'axis' | 'lines' | 'textSize'> & { readonly hacking: NonNullable<Props['hacking']> }) {
  const scales = useScales(axis);
  const points = lines.find((line) => line.points.length > 0)?.points;
  if (!scales || !points) return null;
  const [from, to] = [hacking.from, hacking.to].map((step) => scales.x(placeAt(points, step)));
  const { y, width, height } = scales.area;
  const left = Math.min(from, to);
  // Above the band, where no line runs; a band at the end has its title before it.
  const room = HACKING.length * 0.62 * textSize;
  const fits = left + room <= scales.area.x + width;
  const text = fits || Math.max(from, to) - room >= scales.area.x ? HACKING : 'hacking';
  return (
    <g className="hacking-band chart-late">
      <rect x={left} y={y} width={Math.abs(to - from)} height={height} />
      <path d={`M${left},${y}v${height}`} />
      <text x={fits ? left : Math.max(from, to)} y={y} dy="-0.4em" textAnchor={fits ? 'start' : 'end'}>{text}</text>
    </g>
  );
}

function GhostLines({ axis, ghost }: { readonly axis: ChartAxis; readonly ghost: Ghost }) {
  const scales = useScales(axis);
  const clip = useId();
  if (!scales) return null;
  const { area } = scales;
  const [first] = ghost.lines;
  const label = first && labelPlace(first.points.map((point) => [scales.x(point), scales.gold(point.gold.mean)] as const), area);
  return (
    <g className="chart-ghost">
      <clipPath id={clip}><rect x={area.x} y={area.y} width={scales.end - area.x} height={area.height} /></clipPath>
      <g clipPath={`url(#${clip})`}>
        {ghost.lines.map(({ arm, points }) => (
          <g key={arm}>
            <path d={pathOf(points.map((point) => [scales.x(point), scales.proxy(point.proxy.mean)]))} strokeDasharray="5 4" />
            <path d={pathOf(points.map((point) => [scales.x(point), scales.gold(point.gold.mean)]))} />
          </g>
        ))}
      </g>
      {label && <text x={label[0]} y={label[1]} dy="-1.6em">before: {ghost.name}</text>}
    </g>
  );
}

/** Near the beginning, where the lines of another run do not cover it for long; of a longer run, where it begins. */
function labelPlace(points: readonly (readonly [number, number])[], area: Scales['area']): readonly [number, number] | undefined {
  const near = points.find(([x]) => x >= area.x + 0.05 * area.width && x <= area.x + 0.4 * area.width) ?? points[0];
  return near?.every((value) => Number.isFinite(value)) ? near : undefined;
}
