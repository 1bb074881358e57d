/** How fast a stage goes and when it will be over, from the times at which its progress was reported. */
import type { Stage } from '../experiment/events.ts';

interface Mark {
  readonly done: number;
  /** Milliseconds, on any clock that only moves forward. */
  readonly at: number;
}

export interface Pace {
  readonly stage: Stage | null;
  readonly marks: readonly Mark[];
}

export const restingPace: Pace = { stage: null, marks: [] };

/** The rate is that of the last few seconds, so that it follows a change of load without jitter. */
const WINDOW_MS = 6000;
const MOST_MARKS = 240;

/** Adds a mark. A new stage, or progress that goes back, begins a new pace. */
export function markPace(pace: Pace, stage: Stage, done: number, at: number): Pace {
  const last = pace.marks.at(-1);
  if (pace.stage !== stage || (last && done < last.done)) return { stage, marks: [{ done, at }] };
  if (last?.done === done) return pace;
  const recent = pace.marks.filter((mark, index) => at - mark.at <= WINDOW_MS || index === pace.marks.length - 1);
  return { stage, marks: [...recent, { done, at }].slice(-MOST_MARKS) };
}

/** Units per second; null until two marks are there. */
export function rate(pace: Pace): number | null {
  const first = pace.marks[0];
  const last = pace.marks.at(-1);
  if (!first || !last || last.at <= first.at) return null;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** Seconds until `total` units are done, at the present rate; null while the rate is unknown. */
export function secondsLeft(pace: Pace, total: number): number | null {
  const perSecond = rate(pace);
  const done = pace.marks.at(-1)?.done;
  if (perSecond === null || perSecond <= 0 || done === undefined) return null;
  return Math.max(0, total - done) / perSecond;
}
