/** The parts of one method's gold over steps: gains stacked upwards from zero, charges downwards, gold itself as the line of their sum. */
import { memo } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, usePlotArea, useYAxisScale, XAxis, YAxis } from 'recharts';
import { GOLD_PARTS, type GoldPart, type PartRow } from '../../store/goldParts.ts';
import { spreadLabels } from '../labels.ts';
import { compact, fixed } from '../format.ts';
import { PART_COLOURS } from './colours.ts';

interface Props {
  readonly rows: readonly PartRow[];
  readonly ticks: readonly number[];
  readonly totalSteps: number;
}

type Row = { x: number; gold: number } & Record<string, number>;

/** A part can be a gain at one step and a charge at another: it has a layer on either side of zero. */
function toRow({ step, gold, parts }: PartRow): Row {
  const layers = GOLD_PARTS.flatMap(({ part }) => [[`${part}Up`, Math.max(0, parts[part])], [`${part}Down`, Math.min(0, parts[part])]] as const);
  return { x: step, gold, ...Object.fromEntries(layers) };
}

function layersOf(rows: readonly PartRow[]): { readonly part: GoldPart; readonly side: 'Up' | 'Down' }[] {
  return GOLD_PARTS.flatMap(({ part }) => [
    ...(rows.some(({ parts }) => parts[part] > 0) ? [{ part, side: 'Up' as const }] : []),
    ...(rows.some(({ parts }) => parts[part] < 0) ? [{ part, side: 'Down' as const }] : []),
  ]);
}

export const PartsChart = memo(function PartsChart({ rows, ticks, totalSteps }: Props) {
  const last = rows[rows.length - 1];
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={rows.map(toRow)} margin={{ top: 8, right: 132, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid)" vertical={false} />
        <XAxis
          dataKey="x" type="number" domain={[0, totalSteps]} ticks={[0, Math.round(totalSteps / 2), totalSteps]} stroke="var(--rule)"
          tickLine={false} tick={{ fill: 'var(--ink-2)' }} height={22}
        />
        <YAxis
          domain={[ticks[0], ticks[ticks.length - 1]]} ticks={[...ticks]} width={40} tickLine={false} axisLine={false}
          tick={{ fill: 'var(--ink-2)' }} tickFormatter={compact}
        />
        {layersOf(rows).map(({ part, side }) => (
          <Area
            key={`${part}${side}`} dataKey={`${part}${side}`} stackId={side} type="linear" stroke="var(--surface)" strokeWidth={0.75}
            fill={PART_COLOURS[part]} fillOpacity={0.75} isAnimationActive={false} dot={false} activeDot={false}
          />
        ))}
        <ReferenceLine y={0} stroke="var(--ink-2)" />
        <Line dataKey="gold" stroke="var(--ink)" strokeWidth={2.25} dot={false} activeDot={false} isAnimationActive={false} />
        <Labels last={last} />
      </ComposedChart>
    </ResponsiveContainer>
  );
});

/** Less than this at the end has no label of its own. */
const LEAST_LABELLED = 0.02;
const LABEL_HEIGHT = 13;

/** The parts by name where they end: no colour needs to be looked up. */
function Labels({ last }: { readonly last: PartRow }) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (!area || !scale) return null;
  const labels = GOLD_PARTS.flatMap(({ part, title }, index) => {
    const value = last.parts[part];
    // It stands on the layers before it that are on its side of zero.
    const from = GOLD_PARTS.slice(0, index).map((below) => last.parts[below.part]).filter((below) => below > 0 === value > 0).reduce((sum, below) => sum + below, 0);
    return Math.abs(value) < LEAST_LABELLED ? [] : [{ key: part as string, text: `${title} ${fixed(value)}`, at: from + value / 2, colour: PART_COLOURS[part] }];
  });
  const all = [...labels, { key: 'gold', text: `gold ${fixed(last.gold)}`, at: last.gold, colour: 'var(--ink)' }];
  const heights = spreadLabels(all.map(({ at }) => scale(at) ?? area.y), LABEL_HEIGHT, area.y, area.y + area.height);
  return (
    <g aria-hidden="true">
      {all.map(({ key, text, colour }, index) => (
        <text key={key} x={area.x + area.width + 6} y={heights[index]} dy="0.35em" fill={colour} fontWeight={key === 'gold' ? 700 : 500}>{text}</text>
      ))}
    </g>
  );
}
