/** From what was seen of a visit to its figures, and from visits to medians. */
import { spreadOf } from '../statistics.ts';
import type { Seen } from './probe.ts';
import type { LongTasks, VisitFigures } from './result.ts';
import { bytesByKind, type Transfer } from './traffic.ts';

/** The browser's own sums over the page's main thread, in seconds, by the browser's names. */
export type Sums = Readonly<Record<'Timestamp' | 'TaskDuration' | 'ScriptDuration' | 'LayoutDuration' | 'RecalcStyleDuration', number>>;

/** All that is known of one visit. */
export interface Visit {
  readonly seen: Seen;
  readonly transfers: readonly Transfer[];
  /** Just before the press of Run, and after the run's end. */
  readonly before: Sums;
  readonly after: Sums;
}

/** A point of a visit that it cannot do without. Throws where it was not reached. */
function reached<T>(what: T | null, name: string): T {
  if (what === null) throw new Error(`The page was not seen to reach ${name}.`);
  return what;
}

function longTasksOf(tasks: Seen['longTasks']): LongTasks {
  const durations = tasks.map(({ duration }) => duration);
  return { count: durations.length, sumMs: durations.reduce((sum, duration) => sum + duration, 0), longestMs: Math.max(0, ...durations) };
}

const between = (from: number | null, to: number | null) => (from === null || to === null ? null : to - from);

function longestStill(movements: readonly number[]): number | null {
  return movements.length < 2 ? null : Math.max(...movements.slice(1).map((at, index) => at - movements[index]));
}

/** @throws Error where the visit had no picture, opened no Diagnostics or made no run to the end */
export function figuresOf({ seen, transfers, before, after }: Visit): VisitFigures {
  const picture = reached(seen.picture, 'its picture');
  const diagnostics = reached(seen.diagnostics, 'the opening of Diagnostics');
  const run = reached(seen.run, 'the press of Run');
  const end = reached(seen.end, 'the end of the run');
  // A task belongs to the phase in which it ends: the one that answers a press began before the press was seen.
  const tasks = (from: number, to: number) => longTasksOf(seen.longTasks.filter(({ start, duration }) => start + duration > from && start + duration <= to));
  const shifts = (from: number, to: number) => seen.shifts.filter(({ at }) => at > from && at <= to).reduce((sum, { score }) => sum + score, 0);
  const share = (name: keyof Sums) => (after[name] - before[name]) / (after.Timestamp - before.Timestamp);
  const seconds = (end.at - run) / 1000;
  const until = (at: number) => bytesByKind(transfers, seen.timeOrigin + at);
  return {
    bytes: { picture: until(picture), firstStep: until(seen.firstStep ?? end.at) },
    load: { firstContentfulPaintMs: seen.firstContentfulPaint, pictureMs: picture },
    run: {
      firstStepMs: between(run, seen.firstStep), firstMovementMs: between(run, seen.movements.at(0) ?? null), endMs: end.at - run,
      movements: seen.movements.length, longestStillMs: longestStill(seen.movements),
    },
    longTasks: { load: tasks(-Infinity, diagnostics), diagnostics: tasks(diagnostics, run), run: tasks(run, Infinity) },
    layoutShift: { load: shifts(-Infinity, diagnostics), run: shifts(run, Infinity) },
    mainThread: { busy: share('TaskDuration'), script: share('ScriptDuration'), layout: share('LayoutDuration'), style: share('RecalcStyleDuration') },
    messages: { received: seen.received / seconds, sent: seen.sent / seconds },
  };
}

/** Numbers by name, nested. */
interface Tree {
  readonly [name: string]: number | null | Tree;
}

/** The median of each number by itself, over those that have it; null where none has. All are of one shape. */
export function medianOf<T extends Tree>(all: readonly T[]): T {
  const at = (values: readonly (number | null | Tree)[]): number | null | Tree => {
    const trees = values.filter((value) => typeof value === 'object' && value !== null);
    if (trees.length > 0) return medianOf(trees);
    const numbers = values.filter((value) => typeof value === 'number');
    return numbers.length === 0 ? null : spreadOf(numbers).median;
  };
  return Object.fromEntries(Object.keys(all[0]).map((name) => [name, at(all.map((each) => each[name]))])) as T;
}
