/** A browser's worker as the coordinator sees it. */
import type { PostReports } from './batch.ts';
import type { LaneWorker } from './job.ts';
import type { LaneReport } from './messages.ts';

export function laneWorker(worker: Worker, onReports: PostReports<LaneReport>, onCrash: (message: string | undefined) => void): LaneWorker {
  worker.onmessage = (event: MessageEvent<readonly LaneReport[]>) => onReports(event.data);
  worker.onerror = (event) => {
    // The coordinator says what happened; the console need not say it as well.
    event.preventDefault();
    onCrash(event.message);
  };
  worker.onmessageerror = () => onCrash('what it sent could not be read');
  return { post: (command) => worker.postMessage(command), terminate: () => worker.terminate() };
}
