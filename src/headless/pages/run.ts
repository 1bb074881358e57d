/** The page's side of a run from the command line: nothing but the lab's worker, and a line to the outside. */
import { CODE_NOT_LOADED } from '../../engine/loadCode.ts';
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
  // A step's numbers are all in the result; what an evaluation's policies wrote is not.
  if (report.type !== 'training') void window.report?.(report);
}

worker.onmessage = ({ data }: MessageEvent<Report>) => { tell(data); };
worker.onerror = (event) => {
  event.preventDefault();
  tell({ run, type: 'failed', message: event.message ? `the worker stopped: ${event.message}` : CODE_NOT_LOADED });
};
worker.onmessageerror = () => { tell({ run, type: 'failed', message: 'the worker sent something that could not be read' }); };

window.command = (command) => {
  if (command.type === 'start') run = command.run;
  worker.postMessage(command);
};
