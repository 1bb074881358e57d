/** The chart in words: what is drawn, and for those who do not see it, what it shows. */
import type { ArmCurve } from '../../store/curves.ts';
import { armLabel, FEW_ARMS } from '../arms.ts';
import { counted, fixed } from '../format.ts';
import type { ArmLine } from './lines.ts';
import { drawsBand, type ChartAxis } from './scale.ts';

export interface Drawn {
  readonly axis: ChartAxis;
  readonly lines: readonly ArmLine[];
  /** Seeds of the run. */
  readonly seeds: number;
  /** Bands or seeds that reach past the chart's edges. */
  readonly cut: boolean;
  readonly ghost: boolean;
  readonly flags: boolean;
  /** Something else stands in the plot. */
  readonly covered: boolean;
}

function meanText({ lines, seeds, cut }: Drawn): string {
  if (lines.every(({ points }) => points.length === 0)) return `${counted(seeds, 'seed')}, not evaluated yet.`;
  if (seeds < 2) return 'One seed, no interval.';
  if (lines.length > FEW_ARMS) return `Mean of ${seeds} seeds${drawsBand({ seeds }) ? '; a line that is pointed at has its 95 % interval shaded' : ''}.`;
  const edges = cut ? ' (cut off at the edges)' : '';
  return drawsBand({ seeds }) ? `Mean of ${seeds} seeds, shaded its 95 % interval${edges}.` : `Mean of ${seeds} seeds, thin lines the single seeds’ gold${edges}.`;
}

/** Only of what is there. */
export function captionOf(drawn: Drawn): string {
  const { lines, ghost, flags, axis, covered } = drawn;
  if (covered) return meanText(drawn);
  const evaluated = lines.some(({ points }) => points.length > 0);
  const parts = [
    evaluated && 'dots: evaluations, lines: each with its neighbours',
    lines.some(({ peak }) => peak) && 'ring: mean of the seeds’ peaks, at their median step',
    lines.length <= FEW_ARMS && lines.some(({ end }) => end) && 'bar: what the end averages',
    axis === 'step' && evaluated && (lines.length > FEW_ARMS ? 'dotted: KL of the first method' : 'dotted: KL'),
    flags && 'numbers: settings changed while it ran',
    ghost && 'grey: the run before',
  ].filter((part) => part !== false).join('; ');
  return [
    meanText(drawn), parts && `${parts.charAt(0).toUpperCase()}${parts.slice(1)}.`,
    'Left scale: gold, in its own units. Right scale: proxy, in standard deviations over the starting policy’s answers. '
    + 'Where a solid and a dashed line cross means nothing.',
  ].filter((part) => part !== '').join(' ');
}

export function inWords({ arm, points, peak }: ArmLine): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return `${armLabel(arm)}: not evaluated yet.`;
  if (points.length === 1) return `${armLabel(arm)}: gold starts at ${fixed(first.gold.mean)}.`;
  const top = peak ? `, peaks at step ${fixed(peak.step, 0)} with ${fixed(peak.gold)}` : '';
  return `${armLabel(arm)}: gold starts at ${fixed(first.gold.mean)}${top} and is ${fixed(last.gold.mean)} at step ${last.step}; `
    + `the proxy goes from ${fixed(first.proxy.mean)} to ${fixed(last.proxy.mean)}.`;
}

/** Seeds that the curves are means of: those of the run before any evaluation. */
export function seedsShown(curves: readonly ArmCurve[], asked: number): number {
  return Math.max(0, ...curves.map(({ seeds }) => seeds)) || asked;
}
