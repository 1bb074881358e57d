/**
 * The chart: gold (solid) and proxy (dashed) of every arm, mean and 95 % band over seeds. Fed by plain data, so that the
 * page and the command line's picture draw the same thing.
 */
import {
  Area, CartesianGrid, ComposedChart, Line, ReferenceDot, ReferenceLine, ResponsiveContainer, Tooltip, useChartHeight, useChartWidth, XAxis, YAxis,
} from 'recharts';
import { useMemo } from 'react';
import type { ArmName } from '../../config/names.ts';

import { highestPoint, type ArmCurve, type Band } from '../../store/curves.ts';
import type { Change } from '../../store/record.ts';
import { armColour, armLabel } from '../arms.ts';
import { compact } from '../format.ts';
import { ChangeLabel, groupChanges } from './changes.tsx';
import { ChartKey } from './ChartKey.tsx';
import { drawsBand, horizontalExtent, positionOf, verticalExtent, type ChartAxis } from './scale.ts';
import { ChartTooltip } from './ChartTooltip.tsx';
import './chart.css';

export interface MainChartProps {
  readonly curves: readonly ArmCurve[];
  readonly axis: ChartAxis;
  /** T, the length of the whole run. */
  readonly totalSteps: number;
  readonly changes: readonly Change[];
}

const AXIS_TITLES: Record<ChartAxis, string> = {
  step: 'RL step',
  kl: 'KL(π ‖ π_ref), nats',
  sqrtKl: '√KL(π ‖ π_ref)',
};

type Row = { x: number } & Record<string, number | [number, number] | null>;

function interval({ low, high }: Band): [number, number] | null {
  return low === null || high === null ? null : [low, high];
}

/** Each arm's points one after the other, with columns of its own: on a KL axis no two arms share their positions. */
function toRows(curves: readonly ArmCurve[], axis: ChartAxis): Row[] {
  return curves.flatMap(({ arm, points }) => points.map((point): Row => ({
    x: positionOf(point, axis),
    [`gold-${arm}`]: point.gold.mean,
    [`proxy-${arm}`]: point.proxy.mean,
    [`goldBand-${arm}`]: interval(point.gold),
    [`proxyBand-${arm}`]: interval(point.proxy),
    ...Object.fromEntries(point.seedGold.map((gold, seed) => [seedKey(arm, seed), gold])),
  })));
}

function seedKey(arm: ArmName, seed: number): string {
  return `seed${seed}-${arm}`;
}

/** Single seeds that are drawn as thin lines of their own: those of arms that have a few and no band. */
function thinLines(curves: readonly ArmCurve[]): { readonly arm: ArmName; readonly key: string }[] {
  return curves.filter((curve) => curve.seeds > 1 && !drawsBand(curve))
    .flatMap(({ arm, seeds }) => Array.from({ length: seeds }, (_, seed) => ({ arm, key: seedKey(arm, seed) })));
}

const still = { isAnimationActive: false, dot: false, activeDot: false, connectNulls: true } as const;

export function MainChart({ curves, axis, totalSteps, changes }: MainChartProps) {
  const rows = useMemo(() => toRows(curves, axis), [curves, axis]);
  const horizontal = horizontalExtent(curves, axis, totalSteps);
  const gold = verticalExtent(curves, 'gold');
  const proxy = verticalExtent(curves, 'proxy');
  const marks = axis === 'step' ? groupChanges(changes) : [];
  return (
    <figure className="main-chart" data-testid="main-chart">
      <ChartKey curves={curves} />
      <div className="main-chart-plot">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={rows} margin={{ top: 36, right: 0, bottom: 18, left: 0 }} accessibilityLayer>
            <CartesianGrid yAxisId="gold" stroke="var(--grid)" vertical={false} />
            <XAxis
              dataKey="x" type="number" domain={horizontal.domain} ticks={horizontal.ticks} allowDataOverflow tickLine={false}
              stroke="var(--rule)" tick={{ fill: 'var(--ink-2)' }} tickMargin={6}
              label={{ value: AXIS_TITLES[axis], position: 'insideBottom', offset: -14, fill: 'var(--ink-2)' }}
            />
            <YAxis
              yAxisId="gold" domain={gold.domain} ticks={gold.ticks} allowDataOverflow width={48} tickLine={false} axisLine={false}
              tick={{ fill: 'var(--ink-2)' }} tickFormatter={compact}
            />
            <YAxis
              yAxisId="proxy" orientation="right" domain={proxy.domain} ticks={proxy.ticks} allowDataOverflow width={48} tickLine={false}
              axisLine={false} tick={{ fill: 'var(--ink-2)' }} tickFormatter={compact}
            />
            <AxisTitles />
            {marks.map((mark, row) => (
              <ReferenceLine
                key={mark.step} x={mark.step} yAxisId="gold" stroke="var(--ink-2)" strokeDasharray="1 3"
                label={<ChangeLabel text={mark.text} row={row % 2} />}
              />
            ))}
            {curves.filter(drawsBand).map(({ arm }) => (
              <Area
                key={arm} dataKey={`proxyBand-${arm}`} yAxisId="proxy" type="linear" stroke="none" fill={armColour(arm)}
                fillOpacity={0.07} {...still}
              />
            ))}
            {curves.filter(drawsBand).map(({ arm }) => (
              <Area
                key={arm} dataKey={`goldBand-${arm}`} yAxisId="gold" type="linear" stroke="none" fill={armColour(arm)}
                fillOpacity={0.16} {...still}
              />
            ))}
            {thinLines(curves).map(({ arm, key }) => (
              <Line key={key} dataKey={key} yAxisId="gold" type="linear" stroke={armColour(arm)} strokeWidth={1} strokeOpacity={0.4} {...still} />
            ))}
            {curves.map(({ arm }) => (
              <Line
                key={arm} dataKey={`proxy-${arm}`} name={`proxy-${arm}`} yAxisId="proxy" type="linear" stroke={armColour(arm)}
                strokeWidth={1.75} strokeDasharray="5 4" {...still}
              />
            ))}
            {curves.map(({ arm }) => (
              <Line
                key={arm} dataKey={`gold-${arm}`} name={`gold-${arm}`} yAxisId="gold" type="linear" stroke={armColour(arm)}
                strokeWidth={2.5} {...still}
              />
            ))}
            {curves.map((curve) => {
              const top = highestPoint(curve);
              return top && (
                <ReferenceDot
                  key={curve.arm} x={positionOf(top, axis)} y={top.gold.mean} yAxisId="gold" r={5.5} fill="var(--surface)"
                  stroke={armColour(curve.arm)} strokeWidth={2.5} className="main-chart-peak"
                />
              );
            })}
            <Readout curves={curves} axis={axis} />
          </ComposedChart>
        </ResponsiveContainer>
        {rows.length === 0 && <p className="main-chart-empty">The first evaluation comes when the stages before RL are done.</p>}
      </div>
      <figcaption className="main-chart-caption">{caption(curves, gold.cut || proxy.cut)}</figcaption>
      <ul className="visually-hidden">
        {curves.map((curve) => <li key={curve.arm}>{inWords(curve)}</li>)}
      </ul>
    </figure>
  );
}

/** Low in the chart and on the pointer's free side, where it covers least. */
function Readout({ curves, axis }: Pick<MainChartProps, 'curves' | 'axis'>) {
  const height = useChartHeight() ?? 0;
  return (
    <Tooltip
      content={({ active, label }) => (active && typeof label === 'number' ? <ChartTooltip curves={curves} axis={axis} at={label} /> : null)}
      position={{ y: Math.max(0, height - 90 - 22 * (curves.length + 1)) }} cursor={{ stroke: 'var(--ink-2)' }} isAnimationActive={false}
    />
  );
}

/** Above their axes, where they cost no width. */
function AxisTitles() {
  const width = useChartWidth() ?? 0;
  return (
    <g className="axis-title">
      <text x={4} y={12}>↑ gold</text>
      <text x={width - 4} y={12} textAnchor="end">proxy, sd ↑</text>
    </g>
  );
}

function spreadText(seeds: number, banded: boolean, cut: boolean): string {
  if (seeds < 2) return 'One seed, no interval.';
  const edges = cut ? ' (cut off at the edges)' : '';
  return banded ? `Mean of ${seeds} seeds, shaded its 95 % interval${edges}.` : `Mean of ${seeds} seeds, thin lines the single seeds${edges}.`;
}

function caption(curves: readonly ArmCurve[], cut: boolean): string {
  const seeds = Math.max(0, ...curves.map((curve) => curve.seeds));
  return `${spreadText(seeds, curves.some(drawsBand), cut)} Ring: highest mean gold. Left scale: gold, in its own units. Right scale: the frozen `
    + 'reward model’s score, in standard deviations over SFT responses. Two scales: where a solid and a dashed line cross means nothing.';
}

function inWords(curve: ArmCurve): string {
  const first = curve.points[0];
  const last = curve.points.at(-1);
  const top = highestPoint(curve);
  if (!first || !last || !top) return `${armLabel(curve.arm)}: not evaluated yet.`;
  return `${armLabel(curve.arm)}: gold starts at ${first.gold.mean.toFixed(2)}, is highest at step ${top.step} with ${top.gold.mean.toFixed(2)} `
    + `and is ${last.gold.mean.toFixed(2)} at step ${last.step}; the proxy goes from ${first.proxy.mean.toFixed(2)} to ${last.proxy.mean.toFixed(2)}.`;
}
