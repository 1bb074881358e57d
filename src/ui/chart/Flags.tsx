/** Numbered flags where fields were changed while the run went on, and the list of what they mean. */
import { ZIndexLayer } from 'recharts';
import { circled, flagsOf, type ChangeMark } from './changes.ts';
import { placeAt, type ArmLine } from './lines.ts';
import type { ChartAxis } from './scale.ts';
import { useScales } from './scales.ts';

const FLAGS = 650;
/** Width of a flag's letter, in text sizes. */
const LETTER = 0.85;

interface Props {
  readonly axis: ChartAxis;
  readonly lines: readonly ArmLine[];
  readonly marks: readonly ChangeMark[];
  readonly textSize: number;
}

export function Flags({ axis, lines, marks, textSize }: Props) {
  const scales = useScales(axis);
  if (!scales || marks.length === 0) return null;
  const points = lines.find((line) => line.points.length > 0)?.points ?? [];
  // On a KL axis a change stands where the first method was at its step.
  const x = (step: number) => scales.x(axis === 'step' || points.length === 0 ? { step, kl: 0 } : placeAt(points, step));
  const bottom = scales.area.y + scales.area.height;
  const flags = flagsOf(marks.map(({ number, step }) => ({ number, x: x(step) })), LETTER * textSize);
  return (
    <ZIndexLayer zIndex={FLAGS}>
      <g className="chart-flags">
        {marks.map(({ number, step }) => <path key={number} d={`M${x(step)},${bottom}V${scales.area.y}`} />)}
        {flags.map((flag) => <text key={flag.text} x={flag.x} y={bottom} dy="-0.35em" textAnchor="middle">{flag.text}</text>)}
      </g>
    </ZIndexLayer>
  );
}

/** More are folded. */
const MOST_OPEN = 8;

export function ChangeList({ marks }: Pick<Props, 'marks'>) {
  if (marks.length === 0) return null;
  const list = (
    <ol className="change-list">
      {marks.map(({ number, step, text, inFull }) => (
        <li key={number}>
          <span aria-hidden="true">{circled(number)}</span> step {step}: {text}<span className="visually-hidden"> ({inFull})</span>
        </li>
      ))}
    </ol>
  );
  return marks.length <= MOST_OPEN ? list : <details className="change-fold"><summary>{marks.length} changes while it ran</summary>{list}</details>;
}
