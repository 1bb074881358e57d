/** The lines' names where they end. */
import { ZIndexLayer } from 'recharts';
import type { ArmName } from '../../config/names.ts';
import type { ArmGrowth } from '../../store/growth.ts';
import { ArmKey } from '../ArmKey.tsx';
import { armShort, FEW_ARMS, type ArmLook } from '../arms.ts';
import { fixed } from '../format.ts';
import { spreadLabels } from '../labels.ts';
import { liftedBy, useRunArms } from '../RunArms.tsx';
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
  const few = lines.length <= FEW_ARMS;
  const letters = narrow ? ['KL 10.9'] : few ? [QUANTITIES[0].meaning, ...lines.map(({ arm }) => `proxy · ${armShort(arm)}`)] : lines.map(({ arm }) => armShort(arm));
  return Math.max(...letters.map((text) => text.length)) * LETTER * textSize + (few ? FROM_LINE : FROM_MANY) + 4;
}

/** From a line's end to its label, in pixels; of many there is a stroke between them. */
const FROM_LINE = 8;
const FROM_MANY = 18;

interface End {
  readonly key: string;
  /** Null where it is of no method. */
  readonly arm: ArmName | null;
  readonly name: string;
  /** Left out where the chart is narrow. */
  readonly of: string;
  readonly meaning: string;
  readonly x: number;
  readonly y: number;
}

/** Both lines of every method, and the distance of the first; of many methods gold alone, and one proxy to say what is dashed. */
function endsOf({ axis, lines, growth, leastKl, narrow }: Props, scales: Scales, lookOf: (arm: ArmName) => ArmLook): End[] {
  const few = lines.length <= FEW_ARMS;
  const ends = lines.flatMap(({ arm, points }, index): End[] => {
    const last = points.at(-1);
    if (!last) return [];
    const quantities = few || index === 0 ? QUANTITIES : QUANTITIES.filter(({ key }) => key === 'gold');
    return quantities.map(({ key, name, meaning }) => {
      const place = { key: `${key}-${arm}`, arm, x: scales.x(last), y: scales[key](last[key].mean) };
      if (few) return { ...place, name, of: ` · ${armShort(arm)}`, meaning };
      return { ...place, name: key === 'proxy' ? 'proxy' : narrow ? String(lookOf(arm).place) : armShort(arm), of: '', meaning: '' };
    });
  });
  const last = lines.find(({ points }) => points.length > 0)?.points.at(-1);
  if (axis !== 'step' || !last) return ends;
  const y = klScale(growth, leastKl, scales)(last.kl);
  return [...ends, { key: 'kl', arm: null, name: `KL ${fixed(last.kl, 1)}`, of: '', meaning: 'distance moved', x: scales.x(last), y }];
}

export function EndLabels(props: Props) {
  const { axis, narrow, textSize } = props;
  const scales = useScales(axis);
  const run = useRunArms();
  if (!scales) return null;
  const few = props.lines.length <= FEW_ARMS;
  const ends = endsOf(props, scales, run.lookOf).filter((end) => Number.isFinite(end.y));
  const { y, height } = scales.area;
  // Where there is no room for two rows each, one says which line it is.
  const rows = few && !narrow && ends.length * 2.4 * textSize <= height ? 2 : 1;
  const gap = (rows === 2 ? 2.4 : 1.2) * textSize;
  const heights = spreadLabels(ends.map((end) => end.y), gap, y + gap / 2, y + height - gap / 2);
  return (
    <ZIndexLayer zIndex={LABELS}>
      <g className="chart-labels">
        {ends.map(({ key, arm, name, of, meaning, x: end, y: height }, index) => {
          const x = end + (few ? FROM_LINE : FROM_MANY);
          const { colour, fadeName } = arm === null ? { colour: 'var(--ink-2)', fadeName: undefined } : run.lookOf(arm);
          return (
            <g key={key} style={fadeName} {...(arm !== null && liftedBy(run, arm))}>
              {!few && <path d={`M${end + 4},${height}L${x - 3},${heights[index]}`} stroke={colour} />}
              <text x={x} y={heights[index]} fill={colour} dy={rows === 2 ? '-0.2em' : '0.35em'}>
                <tspan className="chart-label-name">{name}</tspan>
                {!narrow && <tspan>{of}</tspan>}
                {rows === 2 && <tspan x={x} dy="1.1em">{meaning}</tspan>}
              </text>
            </g>
          );
        })}
      </g>
    </ZIndexLayer>
  );
}

/** Above the chart: which colour is which method, and which stroke which quantity. */
export function ChartKey({ narrow, few }: { readonly narrow: boolean; readonly few: boolean }) {
  return (
    <div className="chart-key">
      <ArmKey numbered={narrow && !few} />
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
