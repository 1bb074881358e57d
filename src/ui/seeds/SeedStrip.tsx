/** One dot for each seed where it ends, method beside method: the mean hides that some collapse and some do not. */
import { useMemo, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { FEWEST_FOR_INTERVAL } from '../../rlhf/statistics.ts';
import { fateText, moreSeeds, seedLines, type SeedLine } from '../../store/seeds.ts';
import type { Shown } from '../../store/shown.ts';
import { ArmKey } from '../ArmKey.tsx';
import { armLabel, FEW_ARMS } from '../arms.ts';
import { about, compact, counted, fixed } from '../format.ts';
import { useRunArms } from '../RunArms.tsx';
import { nearestSeed, planStrip, STRIP, type StripPlan } from './strip.ts';
import './seeds.css';

interface Props {
  readonly shown: Shown;
  /** Adds seeds to this run; null where that is not possible. */
  readonly onMore: ((count: number) => void) | null;
  /** Seconds that so many more seeds are predicted to take; null where it is not known. */
  readonly moreSeconds: ((count: number) => number | null) | null;
}

export function SeedStrip({ shown, onMore, moreSeconds }: Props) {
  const { arms, config, status } = shown;
  const over = status === 'finished';
  const lines = useMemo(() => seedLines(config.arms, arms), [config.arms, arms]);
  const count = config.seeds.length;
  return (
    <section className="panel seeds" aria-label="Seed by seed">
      <h2>Seed by seed</h2>
      <p className="seeds-verdict">{fateText(config.arms, lines, over) ?? 'No seed has an end yet: it comes with the first evaluation after the start.'}</p>
      {lines.length > 0 && <Strip shown={shown} lines={lines} />}
      {count < FEWEST_FOR_INTERVAL && <p className="seeds-note">{counted(count, 'seed')}: too few for an interval.</p>}
      <More count={moreSeeds(count)} onMore={onMore} moreSeconds={moreSeconds} />
    </section>
  );
}

function More({ count, onMore, moreSeconds }: Pick<Props, 'onMore' | 'moreSeconds'> & { readonly count: number }) {
  if (!onMore || count === 0) return null;
  const seconds = moreSeconds?.(count) ?? null;
  return <button type="button" className="seeds-more" onClick={() => onMore(count)}>Run {count} more{seconds === null ? '' : ` (${about(seconds)})`}</button>;
}

function Strip({ shown, lines }: { readonly shown: Shown; readonly lines: readonly SeedLine[] }) {
  const { arms: order } = shown.config;
  const { lookOf } = useRunArms();
  const few = order.length <= FEW_ARMS;
  const [chosen, setChosen] = useState<number | null>(null);
  const plan = useMemo(() => planStrip(order, lines), [order, lines]);
  const index = lines.findIndex(({ seed }) => seed === chosen);
  const choose = (next: number) => setChosen(lines[Math.max(0, Math.min(lines.length - 1, next))].seed);
  const byKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const next = event.key === 'Home' ? 0 : event.key === 'End' ? lines.length - 1 : step === undefined ? null : index + step;
    if (next === null) return;
    event.preventDefault();
    choose(index === -1 && step === -1 ? lines.length - 1 : next);
  };
  const byPointer = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = STRIP.width / box.width;
    setChosen(nearestSeed(plan, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale));
  };
  return (
    <>
      <svg
        className="seeds-plot" viewBox={`0 0 ${STRIP.width} ${STRIP.height}`} tabIndex={0} role="slider" aria-label="Seeds, one at a time"
        aria-valuemin={1} aria-valuemax={lines.length} aria-valuenow={index + 1} aria-valuetext={index === -1 ? 'none chosen' : inWords(lines[index])}
        onKeyDown={byKey} onPointerMove={byPointer} onPointerDown={byPointer} onPointerLeave={(event) => { if (event.pointerType === 'mouse') setChosen(null); }}
      >
        <Plot plan={plan} chosen={chosen} single={order.length === 1} />
      </svg>
      <ul className="seeds-columns" style={{ paddingLeft: `${(100 * STRIP.left) / STRIP.width}%`, paddingRight: `${(100 * STRIP.right) / STRIP.width}%` }}>
        {order.map((arm) => <li key={arm} style={{ color: lookOf(arm).colour, ...lookOf(arm).fadeName }}>{few ? armLabel(arm) : lookOf(arm).place}</li>)}
      </ul>
      {!few && <div className="seeds-key"><ArmKey numbered /></div>}
      <p className="seeds-chosen">{index === -1
        ? <>Gold at the end of each seed. <Mark fate="below" /> below its start, <Mark fate="above" /> not below it; the bar is the mean.</>
        : inWords(lines[index])}</p>
    </>
  );
}

function inWords({ seed, ends }: SeedLine): string {
  const [{ start }] = ends;
  const each = ends.map(({ arm, peak, peakStep, end }) => `${armLabel(arm)} ends at ${fixed(end)} (peak ${fixed(peak)} at step ${peakStep})`);
  return `Seed ${seed}: starts at ${fixed(start)}; ${each.join('; ')}.`;
}

function Plot({ plan, chosen, single }: { readonly plan: StripPlan; readonly chosen: number | null; readonly single: boolean }) {
  const { lookOf } = useRunArms();
  const right = STRIP.width - STRIP.right;
  return (
    <>
      {plan.ticks.map(({ value, y }) => (
        <g key={value}>
          <line x1={STRIP.left} x2={right} y1={y} y2={y} className="seeds-grid" />
          <text x={STRIP.left - 6} y={y} dy="0.35em" textAnchor="end">{compact(value)}</text>
        </g>
      ))}
      <line x1={STRIP.left} x2={right} y1={plan.start.y} y2={plan.start.y} className="seeds-start" />
      <text x={right} y={plan.start.y - 4} textAnchor="end" className="seeds-start-label">start {fixed(plan.start.gold)}</text>
      {plan.lines.map(({ seed, dots }) => (
        <g key={seed} className="seeds-line" data-faded={chosen !== null && chosen !== seed} data-chosen={chosen === seed}>
          {!single && <polyline points={dots.map(({ x, y }) => `${x},${y}`).join(' ')} />}
          {dots.map(({ arm, x, y, fate }) => <g key={arm} style={lookOf(arm).fade}><Dot x={x} y={y} colour={lookOf(arm).colour} below={fate === 'below'} /></g>)}
        </g>
      ))}
      {plan.means.map(({ arm, x, y }) => <rect key={arm} x={x - plan.half} y={y - 1.5} width={2 * plan.half} height={3} rx={1.5} fill={lookOf(arm).colour} className="seeds-mean" />)}
    </>
  );
}

/** A collapsed seed is a filled triangle that points down; any other an open ring. */
function Dot({ x, y, colour, below }: { readonly x: number; readonly y: number; readonly colour: string; readonly below: boolean }) {
  return below
    ? <path d={`M${x - 5} ${y - 3.5}h10l-5 8z`} fill={colour} stroke={colour} />
    : <circle cx={x} cy={y} r={4} fill="var(--surface)" stroke={colour} strokeWidth={1.75} />;
}

function Mark({ fate }: { readonly fate: 'below' | 'above' }) {
  return <svg className="seeds-mark" width="12" height="12" aria-hidden="true"><Dot x={6} y={6} colour="currentColor" below={fate === 'below'} /></svg>;
}
