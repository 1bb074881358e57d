/** The lines' names where they end. */
import { ZIndexLayer } from 'recharts';
import type { ArmGrowth } from '../../store/growth.ts';
import { armColour, armLabel } from '../arms.ts';
import { fixed } from '../format.ts';
import { spreadLabels } from '../labels.ts';
import type { ArmLine } from './lines.ts';
import type { ChartAxis } from './scale.ts';
import { useScales, type Scales } from './scales.ts';
import { klScale } from './Training.tsx';

interface Props {
  readonly axis: ChartAxis;
  readonly lines: readonly ArmLine[];
  readonly growth: readonly ArmGrowth[];
  readonly leastKl: number;
  /** On a narrow chart the key above it says the rest. */
  readonly narrow: boolean;
  /** Of the text, in pixels. */
  readonly textSize: number;
}

const LABELS = 700;

const QUANTITIES = [
  { key: 'proxy', name: 'proxy', meaning: 'what the judge says' },
  { key: 'gold', name: 'gold', meaning: 'what we want' },
] as const;

/** Of a letter, in text sizes: a generous guess, since text cannot be measured before it is drawn. */
const LETTER = 0.58;

/** What the labels need beside the lines' ends, in pixels. */
export function labelRoom(lines: readonly ArmLine[], narrow: boolean, textSize: number): number {
  const letters = narrow ? ['KL 10.9'] : [QUANTITIES[0].meaning, ...lines.map(({ arm }) => `proxy · ${shortLabel(armLabel(arm))}`)];
  return Math.max(...letters.map((text) => text.length)) * LETTER * textSize + 12;
}

interface End {
  readonly key: string;
  readonly colour: string;
  readonly name: string;
  /** Left out where the chart is narrow. */
  readonly of: string;
  readonly meaning: string;
  readonly x: number;
  readonly y: number;
}

/** Both lines of every method, and the distance of the first. */
function endsOf({ axis, lines, growth, leastKl }: Props, scales: Scales): End[] {
  const ends = lines.flatMap(({ arm, points }): End[] => {
    const last = points.at(-1);
    return last ? QUANTITIES.map(({ key, name, meaning }) => ({
      key: `${key}-${arm}`, colour: armColour(arm), name, of: ` · ${shortLabel(armLabel(arm))}`, meaning, x: scales.x(last), y: scales[key](last[key].mean),
    })) : [];
  });
  const last = lines.find(({ points }) => points.length > 0)?.points.at(-1);
  if (axis !== 'step' || !last) return ends;
  const y = klScale(growth, leastKl, scales)(last.kl);
  return [...ends, { key: 'kl', colour: 'var(--ink-2)', name: `KL ${fixed(last.kl, 1)}`, of: '', meaning: 'distance moved', x: scales.x(last), y }];
}

export function EndLabels(props: Props) {
  const { axis, narrow, textSize } = props;
  const scales = useScales(axis);
  if (!scales) return null;
  const ends = endsOf(props, scales).filter((end) => Number.isFinite(end.y));
  const { y, height } = scales.area;
  // Where there is no room for two rows each, one says which line it is.
  const rows = !narrow && ends.length * 2.4 * textSize <= height ? 2 : 1;
  const gap = (rows === 2 ? 2.4 : 1.2) * textSize;
  const heights = spreadLabels(ends.map((end) => end.y), gap, y + gap / 2, y + height - gap / 2);
  return (
    <ZIndexLayer zIndex={LABELS}>
      <g className="chart-labels">
        {ends.map(({ key, colour, name, of, meaning, x }, index) => (
          <text key={key} x={x + 8} y={heights[index]} fill={colour} dy={rows === 2 ? '-0.2em' : '0.35em'}>
            <tspan className="chart-label-name">{name}</tspan>
            {!narrow && <tspan>{of}</tspan>}
            {rows === 2 && <tspan x={x + 8} dy="1.1em">{meaning}</tspan>}
          </text>
        ))}
      </g>
    </ZIndexLayer>
  );
}

/** Without what a title adds in brackets. */
function shortLabel(label: string): string {
  return label.replace(/ \(.*\)$/, '');
}

/** Two rows above a narrow chart: which colour is which method, and which stroke which quantity. */
export function NarrowKey({ lines }: Pick<Props, 'lines'>) {
  return (
    <div className="chart-key">
      <p>{lines.map(({ arm }) => <span key={arm} className="chart-key-arm" style={{ color: armColour(arm) }}>{armLabel(arm)}</span>)}</p>
      <p className="faint">
        {QUANTITIES.toReversed().map(({ key, name, meaning }) => (
          <span key={key}>
            <svg width="24" height="8" aria-hidden="true">
              <line x1="0" x2="24" y1="4" y2="4" stroke="currentColor" strokeWidth={key === 'gold' ? 2.5 : 1.75} strokeDasharray={key === 'gold' ? undefined : '5 4'} />
            </svg> {name}: {meaning}
          </span>
        ))}
      </p>
    </div>
  );
}
