/** Keeps what a run has computed on disk while it goes on, so that even a process that is killed leaves it. */
import type { Report } from '../protocol/messages.ts';

export interface KeeperOptions {
  /** Writes what there is. May throw: a full disk must not end the run. */
  readonly write: () => void;
  readonly onProblem: (message: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Evaluations that come faster are written together: files grow with the run, and writing them must not be most of it. */
const LEAST_MS = 2000;
/** Steps without an evaluation are written at least this often. */
const MOST_MS = 30_000;

/** Returns what takes the run's reports. Writes after the step that ends an evaluation, or when much time has passed. */
export function keepWriting({ write, onProblem, now }: KeeperOptions): (report: Report) => void {
  let written = -Infinity;
  let evaluated = false;
  let complained = false;
  return (report) => {
    if (report.type === 'evaluation') evaluated = true;
    if (report.type !== 'step') return;
    const since = now() - written;
    if (since < (evaluated ? LEAST_MS : MOST_MS)) return;
    evaluated = false;
    try {
      write();
    } catch (error) {
      if (!complained) onProblem(`What is computed so far could not be written: ${error instanceof Error ? error.message : String(error)}`);
      complained = true;
    }
    written = now();
  };
}
