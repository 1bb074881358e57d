/** The lines' names where they end. */
import { ZIndexLayer } from 'recharts';
import { armColour, armLabel } from '../arms.ts';
import { spreadLabels } from '../labels.ts';
import type { ArmLine } from './lines.ts';
import type { ChartAxis } from './scale.ts';
import { useScales } from './scales.ts';

interface Props {
  readonly axis: ChartAxis;
  readonly lines: readonly ArmLine[];
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

/** What the labels need beside the lines' ends. */
export function labelRoom(narrow: boolean, textSize: number): number {
  return (narrow ? 3.4 : 11.5) * textSize;
}

export function EndLabels({ axis, lines, narrow, textSize }: Props) {
  const scales = useScales(axis);
  if (!scales) return null;
  const ends = lines.flatMap(({ arm, points }) => {
    const last = points.at(-1);
    if (!last) return [];
    return QUANTITIES.flatMap(({ key, name, meaning }) => {
      const y = scales[key](last[key].mean);
      return Number.isFinite(y) ? [{ arm, key, name, meaning, x: scales.x(last), y }] : [];
    });
  });
  const { y, height } = scales.area;
  // Where there is no room for two rows each, one says which line it is.
  const rows = !narrow && ends.length * 2.4 * textSize <= height ? 2 : 1;
  const gap = (rows === 2 ? 2.4 : 1.2) * textSize;
  const heights = spreadLabels(ends.map((end) => end.y), gap, y + gap / 2, y + height - gap / 2);
  return (
    <ZIndexLayer zIndex={LABELS}>
      <g className="chart-labels">
        {ends.map(({ arm, key, name, meaning, x }, index) => (
          <text key={`${key}-${arm}`} x={x + 8} y={heights[index]} fill={armColour(arm)} dy={rows === 2 ? '-0.2em' : '0.35em'}>
            <tspan className="chart-label-name">{name}</tspan>
            {!narrow && <tspan> · {shortLabel(armLabel(arm))}</tspan>}
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
