/**
 * A small chart over steps: light grid, one line for each method, its newest value where it ends. Curves have at least one value.
 *
 * It is drawn without the chart library: there each takes 20 to 80 ms of the main thread (processor time, measured in
 * Chromium on a busy machine), eleven times for every evaluation.
 */
import { memo } from 'react';
import type { MetricCurve } from '../../store/curves.ts';
import { armLabel } from '../arms.ts';
import { compact, fixed } from '../format.ts';
import { liftedBy, useRunArms } from '../RunArms.tsx';
import { niceTicks } from '../ticks.ts';
import { spreadLabels } from '../labels.ts';

interface Props {
  readonly title: string;
  readonly solid: readonly MetricCurve[];
  readonly dashed: readonly MetricCurve[];
  readonly totalSteps: number;
  readonly reference: number | undefined;
  readonly extent: readonly [number, number] | undefined;
}

/** Units of the picture, which is scaled to its place. */
const SIZE = { width: 300, height: 140, left: 44, right: 44, top: 8, bottom: 22 } as const;
const INNER = { width: SIZE.width - SIZE.left - SIZE.right, height: SIZE.height - SIZE.top - SIZE.bottom } as const;

/** Curves without a single value are of methods that have no such quantity. */
function present(curves: readonly MetricCurve[]): MetricCurve[] {
  return curves.filter(({ points }) => points.some(({ value }) => value !== null));
}

function ticksOf(curves: readonly MetricCurve[], extent: readonly [number, number] | undefined): number[] {
  if (extent) return niceTicks(extent[0], extent[1], 3);
  const values = curves.flatMap(({ points }) => points.flatMap(({ value }) => (value === null ? [] : [value])));
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  return niceTicks(low, high > low ? high : 1, 4);
}

function newest({ points }: MetricCurve): number {
  return points.findLast(({ value }) => value !== null)?.value ?? NaN;
}

export const SmallChart = memo(function SmallChart({ title, solid, dashed, totalSteps, reference, extent }: Props) {
  const run = useRunArms();
  const { lookOf } = run;
  const lines = present(solid);
  const seconds = present(dashed);
  const ticks = ticksOf([...lines, ...seconds], extent);
  const [low, high] = [ticks[0], ticks[ticks.length - 1]];
  const x = (step: number) => SIZE.left + (step / totalSteps) * INNER.width;
  const y = (value: number) => SIZE.top + ((high - value) / (high - low)) * INNER.height;
  // Values that are missing are bridged.
  const path = ({ points }: MetricCurve) => points.flatMap(({ step, value }) => (value === null ? [] : [`${x(step).toFixed(1)},${y(value).toFixed(1)}`])).join(' ');
  const labels = spreadLabels(lines.map((line) => y(newest(line))), 12, SIZE.top, SIZE.top + INNER.height);
  // Two decimals would say nothing of a fine scale.
  const label = (value: number) => (high - low < 0.1 ? compact(Number(value.toPrecision(2))) : fixed(value));
  return (
    <svg className="small-chart-plot" viewBox={`0 0 ${SIZE.width} ${SIZE.height}`} role="img" aria-label={inWords(title, lines)}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={SIZE.left} x2={SIZE.left + INNER.width} y1={y(tick)} y2={y(tick)} stroke={tick === low ? 'var(--rule)' : 'var(--grid)'} />
          <text x={SIZE.left - 6} y={y(tick)} dy="0.35em" textAnchor="end" fill="var(--ink-2)">{compact(tick)}</text>
        </g>
      ))}
      {[0, Math.round(totalSteps / 2), totalSteps].map((step, index) => (
        <text key={index} x={x(step)} y={SIZE.height - 6} textAnchor="middle" fill="var(--ink-2)">{step}</text>
      ))}
      {reference !== undefined && <line x1={SIZE.left} x2={SIZE.left + INNER.width} y1={y(reference)} y2={y(reference)} stroke="var(--ink-2)" strokeDasharray="1 3" />}
      {seconds.map((line) => {
        const { colour, dashed: dashes, fade } = lookOf(line.arm);
        return <polyline key={line.arm} points={path(line)} fill="none" stroke={colour} strokeWidth={1.25} strokeDasharray={dashes} style={fade} />;
      })}
      {lines.map((line, index) => {
        const { colour, solid: dashes, fade } = lookOf(line.arm);
        return (
          <g key={line.arm} style={fade} {...liftedBy(run, line.arm)}>
            <polyline points={path(line)} fill="none" stroke={colour} strokeWidth={1.75} strokeDasharray={dashes} />
            <polyline points={path(line)} className="small-chart-target" />
            <text x={SIZE.left + INNER.width + 6} y={labels[index]} dy="0.35em" fill={colour}>{label(newest(line))}</text>
          </g>
        );
      })}
    </svg>
  );
});

function inWords(title: string, curves: readonly MetricCurve[]): string {
  return `${title}: ${curves.map((curve) => `${armLabel(curve.arm)} ${fixed(newest(curve))}`).join(', ')}`;
}
