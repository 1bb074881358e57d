/** Reports go out in lists, a message for each step: what lanes tell of a step waits for the report that the step is done. */
import type { Report } from './messages.ts';

export type PostReports = (reports: readonly Report[]) => void;

/** Returns what takes reports one by one. Their order stays, and only what lanes tell of a step ever waits. */
export function batched(post: PostReports): (report: Report) => void {
  let waiting: Report[] = [];
  return (report) => {
    waiting.push(report);
    if (report.type === 'training' || report.type === 'evaluation') return;
    const reports = waiting;
    waiting = [];
    post(reports);
  };
}
