/** The page's side of a run from the command line: nothing but the lab's worker, and a line to the outside. */
import { UNREADABLE, workerFailure } from '../../engine/words.ts';
import type { Command, Report } from '../../protocol/messages.ts';

declare global {
  interface Window {
    /** Set from outside before the page loads. */
    report?: (report: Report) => Promise<void>;
    /** Sends a command to the worker. */
    command?: (command: Command) => void;
  }
}

const worker = new Worker(new URL('../../lab.worker.ts', import.meta.url), { type: 'module', name: 'lab' });
let run = 0;

function tell(report: Report): void {
  // A step's numbers are all in the result, and nobody watches the supervised stages; what an evaluation's policies wrote is kept.
  if (report.type !== 'training' && report.type !== 'learning') void window.report?.(report);
}

worker.onmessage = ({ data }: MessageEvent<readonly Report[]>) => { data.forEach(tell); };
worker.onerror = (event) => {
  event.preventDefault();
  tell({ run, type: 'failed', message: workerFailure(event.message) });
};
worker.onmessageerror = () => { tell({ run, type: 'failed', message: UNREADABLE }); };

window.command = (command) => {
  if (command.type === 'start') run = command.run;
  worker.postMessage(command);
};
