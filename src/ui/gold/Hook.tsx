/** The hook: gold over proxy, evaluation by evaluation. Where the judge's score goes on and gold turns back, the line bends to a hook. */
import { CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { memo, type CSSProperties } from 'react';
import { hookCurve, type HookCurve } from '../../store/goldParts.ts';
import type { ArmGrowth } from '../../store/growth.ts';
import { armLabel, FEW_ARMS } from '../arms.ts';
import { useTurn } from '../diagnostics/turns.ts';
import { compact, fixed } from '../format.ts';
import { useRunArms } from '../RunArms.tsx';
import { niceTicks } from '../ticks.ts';

interface Props {
  readonly growth: readonly ArmGrowth[];
  readonly totalSteps: number;
  readonly version: string;
}

export function Hook({ growth, totalSteps, version }: Props) {
  const curves = useTurn(() => growth.map(hookCurve).filter(({ points }) => points.length > 0), version);
  return (
    <figure>
      <figcaption>
        <strong>The hook</strong>
        <span>Right: the judge likes it better (proxy). Up: we do (gold). To the right and down is a policy that learns to please its judge. Numbers are steps.</span>
      </figcaption>
      {curves && curves.length > 0
        ? <div className="gold-plot" role="img" aria-label={`Gold over proxy. ${curves.map(inWords).join(' ')}`}><HookChart curves={curves} totalSteps={totalSteps} /></div>
        : <div className="gold-plot small-chart-empty">drawn with the first evaluation</div>}
    </figure>
  );
}

type Row = { x: number; step: number } & Record<string, number>;

function extent(values: readonly number[]): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(1, ...values)];
  return niceTicks(low, high, 6);
}

/** Of many methods only the first has its steps written. */
const NO_STEPS: ReadonlySet<number> = new Set();

/** Quarters of the run are marked, at the evaluation nearest to each. */
function markedSteps({ points }: HookCurve, totalSteps: number): ReadonlySet<number> {
  const reached = points[points.length - 1].step;
  return new Set([0, 0.25, 0.5, 0.75, 1].map((share) => share * totalSteps).filter((step) => step <= reached).map((step) =>
    points.reduce((best, point) => (Math.abs(point.step - step) < Math.abs(best - step) ? point.step : best), points[0].step)));
}

const HookChart = memo(function HookChart({ curves, totalSteps }: { readonly curves: readonly HookCurve[]; readonly totalSteps: number }) {
  const { lookOf } = useRunArms();
  const points = curves.flatMap((curve) => curve.points);
  const across = extent(points.map(({ proxy }) => proxy));
  const up = extent(points.map(({ gold }) => gold));
  const rows = curves.flatMap(({ arm, points: own }) => own.map(({ step, proxy, gold }): Row => ({ x: proxy, step, [arm]: gold })));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={rows} margin={{ top: 22, right: 20, bottom: 14, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--grid)" />
        <XAxis
          dataKey="x" type="number" domain={[across[0], across[across.length - 1]]} ticks={across} stroke="var(--rule)" tickLine={false}
          tick={{ fill: 'var(--ink-2)' }} height={22} tickFormatter={compact} label={{ value: 'proxy →', position: 'insideBottomRight', offset: -12, fill: 'var(--ink-2)' }}
        />
        <YAxis
          domain={[up[0], up[up.length - 1]]} ticks={up} width={40} tickLine={false} axisLine={false} tick={{ fill: 'var(--ink-2)' }} tickFormatter={compact}
        />
        <text x={4} y={11} fill="var(--ink-2)">↑ gold</text>
        {curves.map((curve, index) => {
          const { colour, solid, fade } = lookOf(curve.arm);
          const marked = curves.length <= FEW_ARMS || index === 0 ? markedSteps(curve, totalSteps) : NO_STEPS;
          return (
            <Line
              key={curve.arm} dataKey={curve.arm} stroke={colour} strokeWidth={2} strokeDasharray={solid} style={fade} isAnimationActive={false} connectNulls activeDot={false}
              dot={({ cx, cy, value, payload }: DotProps) => (
                <StepDot
                  key={payload.step} cx={cx} cy={cy} step={payload.step} shown={typeof value === 'number'} marked={marked.has(payload.step)}
                  colour={colour} fade={fade} below={index % 2 === 1}
                />
              )}
            />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
});

interface DotProps {
  readonly cx?: number;
  readonly cy?: number;
  readonly value?: unknown;
  readonly payload: Row;
}

interface StepDotProps {
  readonly cx: number | undefined;
  readonly cy: number | undefined;
  readonly step: number;
  readonly shown: boolean;
  readonly marked: boolean;
  readonly colour: string;
  readonly fade: CSSProperties;
  /** Neighbouring methods write their steps on different sides. */
  readonly below: boolean;
}

function StepDot({ cx, cy, step, shown, marked, colour, fade, below }: StepDotProps) {
  if (!shown || cx === undefined || cy === undefined) return <g />;
  return (
    <g style={fade}>
      <circle cx={cx} cy={cy} r={marked ? 3.5 : 1.75} fill={marked ? 'var(--surface)' : colour} stroke={colour} strokeWidth={1.75} />
      {marked && <text x={cx + (below ? -6 : 6)} y={cy + (below ? 13 : -5)} textAnchor={below ? 'end' : 'start'} fill={colour}>{step}</text>}
    </g>
  );
}

function inWords({ arm, points }: HookCurve): string {
  const [first, last] = [points[0], points[points.length - 1]];
  return `${armLabel(arm)}: from proxy ${fixed(first.proxy)} and gold ${fixed(first.gold)} to proxy ${fixed(last.proxy)} and gold ${fixed(last.gold)}.`;
}
