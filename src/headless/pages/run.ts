/** The page's side of a run from the command line: nothing but the lab's worker, and a line to the outside. */
import { UNREADABLE, workerFailure } from '../../engine/words.ts';
import type { Command, Report } from '../../protocol/messages.ts';

declare global {
  interface Window {
    /** Set from outside before the page loads. */
    reports?: (batch: readonly Report[]) => Promise<void>;
    /** Sends a command to the worker. */
    command?: (command: Command) => void;
  }
}

/** Each call to the outside costs, and a step of many lanes makes a report for each of them. */
const BATCH_MS = 50;

const worker = new Worker(new URL('../../lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' });
let run = 0;
let waiting: Report[] = [];

function flush(): void {
  const batch = waiting;
  waiting = [];
  if (batch.length > 0) void window.reports?.(batch);
}

function tell(...reports: readonly Report[]): void {
  if (waiting.length === 0) setTimeout(flush, BATCH_MS);
  // Nobody watches the supervised stages here.
  waiting.push(...reports.filter(({ type }) => type !== 'learning'));
}

worker.onmessage = ({ data }: MessageEvent<readonly Report[]>) => { tell(...data); };
worker.onerror = (event) => {
  event.preventDefault();
  tell({ run, type: 'failed', message: workerFailure(event.message) });
};
worker.onmessageerror = () => { tell({ run, type: 'failed', message: UNREADABLE }); };

window.command = (command) => {
  if (command.type === 'start') run = command.run;
  worker.postMessage(command);
};
