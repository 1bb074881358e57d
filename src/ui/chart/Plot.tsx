/** The plot itself: gold (solid) and proxy (dashed) of every method, and everything that is marked on them. */
import { memo } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, useChartWidth, XAxis, YAxis } from 'recharts';
import type { ArmName } from '../../config/names.ts';
import type { ArmCurve, Band } from '../../store/curves.ts';
import type { ArmGrowth } from '../../store/growth.ts';
import { FEW_ARMS } from '../arms.ts';
import { compact } from '../format.ts';
import { useRunArms } from '../RunArms.tsx';
import { Behind, type Ghost } from './Behind.tsx';
import type { ChangeMark } from './changes.ts';
import { CursorLayer } from './CursorLayer.tsx';
import { EndLabels, labelRoom } from './EndLabels.tsx';
import { Flags } from './Flags.tsx';
import { LiftedBands } from './LiftedBands.tsx';
import type { ArmLine } from './lines.ts';
import { Marks } from './Marks.tsx';
import { drawsBand, positionOf, type ChartAxis, type Extent } from './scale.ts';
import { Training } from './Training.tsx';

export interface PlotProps {
  readonly axis: ChartAxis;
  readonly curves: readonly ArmCurve[];
  readonly lines: readonly ArmLine[];
  readonly growth: readonly ArmGrowth[];
  readonly horizontal: Extent;
  readonly gold: Extent;
  readonly proxy: Extent;
  readonly marks: readonly ChangeMark[];
  readonly hacking: { readonly from: number; readonly to: number } | null;
  readonly ghost: Ghost | null;
  /** Names the run that is shown. */
  readonly run: string;
  readonly live: boolean;
  readonly leastKl: number;
  readonly narrow: boolean;
  /** In pixels. */
  readonly textSize: number;
}

const AXIS_TITLES: Record<ChartAxis, string> = {
  step: 'training step',
  kl: 'distance from the starting policy: KL, nats',
  sqrtKl: 'distance from the starting policy: √KL',
};

type Row = { x: number } & Record<string, number | [number, number] | null>;

function interval({ low, high }: Band): [number, number] | null {
  return low === null || high === null ? null : [low, high];
}

/** What is not finite is not drawn. */
function drawn(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Each arm's points one after the other, with columns of its own: on a KL axis no two arms share their positions. */
function toRows(lines: readonly ArmLine[], axis: ChartAxis): Row[] {
  return lines.flatMap(({ arm, points }) => points.map((point): Row => ({
    x: positionOf(point, axis),
    [`gold-${arm}`]: drawn(point.gold.mean),
    [`proxy-${arm}`]: drawn(point.proxy.mean),
    [`goldBand-${arm}`]: interval(point.gold),
    [`proxyBand-${arm}`]: interval(point.proxy),
    ...Object.fromEntries(point.seedGold.map((gold, seed) => [seedKey(arm, seed), drawn(gold)])),
  })));
}

function seedKey(arm: ArmName, seed: number): string {
  return `seed${seed}-${arm}`;
}

/** Single seeds that are drawn as thin lines of their own: those of arms that have a few and no band. */
function thinLines(lines: readonly ArmLine[]): { readonly arm: ArmName; readonly key: string }[] {
  return lines.filter((line) => line.seeds > 1 && !drawsBand(line))
    .flatMap(({ arm, seeds }) => Array.from({ length: seeds }, (_, seed) => ({ arm, key: seedKey(arm, seed) })));
}

const still = { isAnimationActive: false, dot: false, activeDot: false, connectNulls: true, type: 'linear' } as const;
const tick = { fill: 'var(--ink-2)' };

export const Plot = memo(function Plot(props: PlotProps) {
  const { axis, curves, lines, growth, horizontal, gold, proxy, marks, hacking, ghost, run, live, leastKl, narrow, textSize } = props;
  const { lookOf } = useRunArms();
  const few = lines.length <= FEW_ARMS;
  const banded = few ? lines.filter(drawsBand) : [];
  const scaleWidth = (narrow ? 3.1 : 3.4) * textSize;
  const vertical = { allowDataOverflow: true, width: scaleWidth, tickLine: false, axisLine: false, tick, tickFormatter: compact } as const;
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={toRows(lines, axis)} margin={{ top: 2.2 * textSize + 6, right: 0, bottom: 1.5 * textSize, left: 0 }} accessibilityLayer={false}
      >
        <CartesianGrid yAxisId="gold" stroke="var(--grid)" vertical={false} />
        <XAxis
          dataKey="x" type="number" domain={horizontal.domain} ticks={horizontal.ticks} allowDataOverflow tickLine={false}
          padding={{ right: labelRoom(lines, narrow, textSize) }} stroke="var(--rule)" tick={tick} tickMargin={6}
          label={{ value: AXIS_TITLES[axis], position: 'insideBottom', offset: -1.1 * textSize, fill: 'var(--ink-2)' }}
        />
        <YAxis yAxisId="gold" domain={gold.domain} ticks={gold.ticks} {...vertical} />
        <YAxis yAxisId="proxy" orientation="right" domain={proxy.domain} ticks={proxy.ticks} {...vertical} />
        <AxisTitles />
        <Behind axis={axis} lines={lines} hacking={hacking} ghost={ghost} textSize={textSize} />
        <Training axis={axis} growth={growth} run={run} live={live} leastKl={leastKl} />
        {banded.map(({ arm }) => (
          <Area key={arm} dataKey={`proxyBand-${arm}`} yAxisId="proxy" stroke="none" fill={lookOf(arm).colour} style={lookOf(arm).fade} fillOpacity={0.05} {...still} />
        ))}
        {banded.map(({ arm }) => (
          <Area key={arm} dataKey={`goldBand-${arm}`} yAxisId="gold" stroke="none" fill={lookOf(arm).colour} style={lookOf(arm).fade} fillOpacity={0.13} {...still} />
        ))}
        {!few && <LiftedBands axis={axis} lines={lines} />}
        {(few ? thinLines(lines) : []).map(({ arm, key }) => (
          <Line key={key} dataKey={key} yAxisId="gold" stroke={lookOf(arm).colour} style={lookOf(arm).fade} strokeWidth={1} strokeOpacity={0.4} {...still} />
        ))}
        {lines.map(({ arm }) => {
          const { place, colour, dashed, fade } = lookOf(arm);
          return (
            <Line
              key={arm} dataKey={`proxy-${arm}`} name={`proxy-${arm}`} className={`place-${place}`} yAxisId="proxy" stroke={colour} strokeDasharray={dashed}
              strokeWidth={few ? 1.75 : 1.25} strokeOpacity={few ? 1 : `var(--arm-${place}, 0.55)`} style={fade} {...still}
            />
          );
        })}
        {lines.map(({ arm }) => {
          const { place, colour, solid, fade } = lookOf(arm);
          return (
            <Line
              key={arm} dataKey={`gold-${arm}`} name={`gold-${arm}`} className={`place-${place}`} yAxisId="gold" stroke={colour} strokeDasharray={solid}
              strokeWidth={2.5} style={fade} {...still}
            />
          );
        })}
        <Marks axis={axis} curves={curves} lines={lines} />
        <Flags axis={axis} lines={lines} marks={marks} textSize={textSize} />
        <EndLabels axis={axis} lines={lines} growth={growth} leastKl={leastKl} narrow={narrow} textSize={textSize} />
        <CursorLayer axis={axis} curves={curves} lines={lines} />
      </ComposedChart>
    </ResponsiveContainer>
  );
});

/** Above their axes, where they cost no width. */
function AxisTitles() {
  const width = useChartWidth() ?? 0;
  return (
    <g className="axis-title">
      <text x={2} y="0.9em">gold ↑</text>
      <text x={width - 2} y="0.9em" textAnchor="end">proxy, sd ↑</text>
    </g>
  );
}
