/** A small chart over steps: light grid, one line for each method, its newest value where it ends. Curves have at least one value. */
import { CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, usePlotArea, useYAxisScale, XAxis, YAxis } from 'recharts';
import { memo } from 'react';
import type { ArmName } from '../../config/names.ts';
import type { MetricCurve } from '../../store/curves.ts';
import { armColour, armLabel } from '../arms.ts';
import { compact, fixed } from '../format.ts';
import { niceTicks } from '../ticks.ts';
import { spreadLabels } from './labels.ts';

interface Props {
  readonly title: string;
  readonly solid: readonly MetricCurve[];
  readonly dashed: readonly MetricCurve[];
  readonly totalSteps: number;
  readonly reference: number | undefined;
  readonly extent: readonly [number, number] | undefined;
}

type Row = { x: number } & Record<string, number | null>;

/** Curves without a single value are of arms that have no such quantity. */
function present(curves: readonly MetricCurve[]): MetricCurve[] {
  return curves.filter(({ points }) => points.some(({ value }) => value !== null));
}

function toRows(curves: readonly MetricCurve[], prefix: string): Row[] {
  return curves.flatMap(({ arm, points }) => points.map(({ step, value }): Row => ({ x: step, [`${prefix}-${arm}`]: value })));
}

function ticksOf(curves: readonly MetricCurve[], extent: readonly [number, number] | undefined): number[] {
  if (extent) return niceTicks(extent[0], extent[1], 3);
  const values = curves.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return niceTicks(low, high > low ? high : 1, 4);
}

export const SmallChart = memo(function SmallChart({ title, solid, dashed, totalSteps, reference, extent }: Props) {
  const lines = present(solid);
  const seconds = present(dashed);
  const rows = [...toRows(lines, 'solid'), ...toRows(seconds, 'dashed')];
  const ticks = ticksOf([...lines, ...seconds], extent);
  return (
    <div className="small-chart-plot" role="img" aria-label={inWords(title, lines)}>
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={rows} margin={{ top: 6, right: 44, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          <XAxis
            dataKey="x" type="number" domain={[0, totalSteps]} ticks={[0, Math.round(totalSteps / 2), totalSteps]} stroke="var(--rule)"
            tickLine={false} tick={{ fill: 'var(--ink-2)' }} height={22}
          />
          <YAxis
            domain={[ticks[0], ticks[ticks.length - 1]]} ticks={ticks} width={46} tickLine={false} axisLine={false} tick={{ fill: 'var(--ink-2)' }}
            tickFormatter={compact}
          />
          {reference !== undefined && <ReferenceLine y={reference} stroke="var(--ink-2)" strokeDasharray="1 3" />}
          {seconds.map(({ arm }) => (
            <Line
              key={arm} dataKey={`dashed-${arm}`} stroke={armColour(arm)} strokeWidth={1.25} strokeDasharray="4 3" dot={false} connectNulls
              isAnimationActive={false}
            />
          ))}
          {lines.map(({ arm }) => (
            <Line key={arm} dataKey={`solid-${arm}`} stroke={armColour(arm)} strokeWidth={1.75} dot={false} connectNulls isAnimationActive={false} />
          ))}
          <EndLabels fine={ticks[ticks.length - 1] - ticks[0] < 0.1} ends={lines.map(({ arm, points }) => ({ arm, value: points.findLast(({ value }) => value !== null)?.value ?? 0 }))} />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
});

/** The newest values at the right edge, moved apart where they would cover each other. */
function EndLabels({ fine, ends }: { /** Two decimals would say nothing. */ readonly fine: boolean; readonly ends: readonly { readonly arm: ArmName; readonly value: number }[] }) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (!area || !scale) return null;
  const heights = spreadLabels(ends.map(({ value }) => scale(value) ?? area.y), 12, area.y, area.y + area.height);
  return (
    <g aria-hidden="true">
      {ends.map(({ arm, value }, index) => (
        <text key={arm} x={area.x + area.width + 6} y={heights[index]} dy="0.35em" fill={armColour(arm)}>{fine ? compact(Number(value.toPrecision(2))) : fixed(value)}</text>
      ))}
    </g>
  );
}

function inWords(title: string, curves: readonly MetricCurve[]): string {
  return `${title}: ${curves.map(({ arm, points }) => `${armLabel(arm)} ${fixed(points.findLast(({ value }) => value !== null)?.value ?? NaN)}`).join(', ')}`;
}
