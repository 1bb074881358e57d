/**
 * The chart of one run, with its key, its readout and its words. Fed by plain data, so that the page and the command line's
 * picture draw the same thing.
 */
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Config } from '../../config/fields.ts';
import type { ArmCurve } from '../../store/curves.ts';
import type { ArmGrowth } from '../../store/growth.ts';
import type { Shown } from '../../store/shown.ts';
import { verdictOf } from '../../store/verdict.ts';
import { FEW_ARMS } from '../arms.ts';
import type { Ghost } from './Behind.tsx';
import { captionOf, inWords, seedsShown } from './caption.ts';
import { markChanges } from './changes.ts';
import { CursorContext, cursorSteps, keyMoves, type Cursor } from './cursor.ts';
import { ChartKey } from './EndLabels.tsx';
import { ChangeList } from './Flags.tsx';
import { useHeld } from './held.ts';
import { useDrawing, useSettled, useSize, useSteady } from './hooks.ts';
import { linesOf } from './lines.ts';
import { Plot } from './Plot.tsx';
import { Readout, readingInWords } from './Readout.tsx';
import { horizontalExtent, verticalExtent, type ChartAxis } from './scale.ts';
import { greatestKl } from './Training.tsx';
import './chart.css';
import './over.css';
import './learning.css';
import './forced.css';

export interface MainChartProps {
  readonly shown: Shown | null;
  /** Settings of the run that is shown, or to come. */
  readonly config: Config;
  readonly axis: ChartAxis;
  /** A run to draw grey under this one. */
  readonly ghost?: Shown | null;
  /** A run for which the axes have room, too. */
  readonly frame?: Shown | null;
  /** The run goes on. */
  readonly live?: boolean;
  /** Draws itself when it is first seen. */
  readonly draws?: boolean;
  /** Stands across the faded curves: they are not of the settings beside them. */
  readonly across?: string | null;
  /** Stands in the plot before there is anything to draw. */
  readonly children?: ReactNode;
  /** The children cover the plot. */
  readonly covered?: boolean;
}

/** Below this width there is no room for the lines' meanings beside them. */
const NARROW = 460;

/** More methods than these have a key, from which they are lifted. */
const NAMED_AT_ENDS = 2;

const NO_GROWTH: readonly ArmGrowth[] = [];
const NO_CURVES: readonly ArmCurve[] = [];

/** Changes when there is something else to draw, and not with every report. */
function versionOf(shown: Shown | null): string {
  if (!shown) return '';
  const points = shown.curves.reduce((sum, curve) => sum + curve.points.length, 0);
  return `${shown.key} ${points} ${shown.changes.length} ${shown.config.seeds.length} ${shown.config.steps}`;
}

function hackingOf(shown: Shown | null) {
  const verdict = shown && verdictOf(shown);
  return verdict?.kind === 'run' ? verdict.hacking : null;
}

function ghostOf(ghost: Shown | null): Ghost | null {
  return ghost && { name: ghost.name, lines: linesOf(ghost.curves, ghost.arms) };
}

export function MainChart({ shown: newest, config, axis, ghost = null, frame = null, live = false, draws = false, across = null, covered = false, children }: MainChartProps) {
  const figure = useRef<HTMLElement>(null);
  const size = useSize(figure);
  const narrow = size.width < NARROW;
  const shown = useSteady(newest, versionOf(newest));
  const run = newest?.key ?? '';
  const drawing = useDrawing(draws ? run : null);
  const arms = config.arms;

  const picture = useMemo(() => {
    const curves = shown?.curves ?? arms.map((arm) => ({ arm, seeds: 0, points: [] }));
    return { curves, lines: linesOf(curves, shown?.arms ?? []), marks: markChanges(shown?.changes ?? []), hacking: hackingOf(shown) };
  }, [shown, arms]);
  const before = useMemo(() => ghostOf(ghost?.key === run ? null : ghost), [ghost, run]);
  const all = useMemo(() => [picture.curves, frame?.curves ?? NO_CURVES, ghost?.curves ?? NO_CURVES].flat(), [picture, frame, ghost]);
  const extents = useMemo(() => ({
    horizontal: horizontalExtent(all, axis, config.steps), gold: verticalExtent(all, 'gold'), proxy: verticalExtent(all, 'proxy'),
  }), [all, axis, config.steps]);
  const horizontal = useHeld(`${run} ${axis} ${config.steps}`, extents.horizontal);
  const gold = useHeld(run, extents.gold);
  const proxy = useHeld(run, extents.proxy);
  const leastKl = useMemo(() => greatestKl(frame?.growth ?? NO_GROWTH), [frame]);

  const [cursor, setCursor] = useState<{ readonly run: string; readonly step: number; readonly byKey: boolean } | null>(null);
  const step = cursor?.run === run ? cursor.step : null;
  const reader = useMemo((): Cursor => ({ step, move: (to) => setCursor(to === null ? null : { run, step: to, byKey: false }) }), [step, run]);
  const steps = useMemo(() => cursorSteps(picture.curves), [picture]);
  const spoken = useSettled(step !== null && cursor?.byKey ? readingInWords({ curves: picture.curves, step }) : '');
  const onKeyDown = (event: KeyboardEvent) => {
    const to = event.ctrlKey || event.metaKey || event.altKey ? undefined : keyMoves(event.key, step, steps);
    if (to === undefined) return;
    event.preventDefault();
    setCursor(to === null ? null : { run, step: to, byKey: true });
  };

  const evaluated = picture.lines.some(({ points }) => points.length > 0);
  const readout = step !== null && <Readout curves={picture.curves} step={step} />;
  return (
    <figure className="main-chart" data-testid="main-chart" data-narrow={narrow} ref={figure}>
      {(narrow || arms.length > NAMED_AT_ENDS) && <ChartKey narrow={narrow} few={arms.length <= FEW_ARMS} />}
      <div
        className="main-chart-plot" data-faded={across !== null} data-drawing={drawing} tabIndex={0} role="application"
        aria-roledescription="chart" aria-label="Gold and proxy: arrow keys read the evaluations" aria-describedby="chart-words" onKeyDown={onKeyDown}
      >
        <div aria-hidden="true">
          <CursorContext value={reader}>
            <Plot
              axis={axis} curves={picture.curves} lines={picture.lines} marks={picture.marks} hacking={picture.hacking}
              growth={shown?.growth ?? NO_GROWTH} horizontal={horizontal} gold={gold} proxy={proxy} ghost={before} run={run} live={live}
              leastKl={leastKl} narrow={narrow} textSize={size.text}
            />
          </CursorContext>
        </div>
        {!narrow && readout && <div className="chart-readout-box" data-side={sideOf(step, steps)} aria-hidden="true">{readout}</div>}
        {across !== null && <p className="chart-across"><span>{across}</span></p>}
        {!evaluated && children}
      </div>
      {narrow && <div className="chart-dock">{readout || (evaluated && <p className="faint">Tap the chart to read its numbers.</p>)}</div>}
      <ChangeList marks={picture.marks} />
      <figcaption className="main-chart-caption">
        {captionOf({
          axis, lines: picture.lines, seeds: seedsShown(picture.curves, config.seeds.length), cut: extents.gold.cut || extents.proxy.cut,
          ghost: before !== null, flags: picture.marks.length > 0, covered: covered && !evaluated,
        })}
      </figcaption>
      <p className="visually-hidden" id="chart-words">{picture.lines.map(inWords).join(' ')}</p>
      <p className="visually-hidden" role="status" data-testid="chart-reading">{spoken}</p>
    </figure>
  );
}

/** The readout keeps to the side that the cursor leaves free. */
function sideOf(step: number | null, steps: readonly number[]): 'left' | 'right' {
  return step !== null && steps.indexOf(step) < steps.length / 2 ? 'right' : 'left';
}
