/** Reports go out in lists, a message for each step: what lanes tell of a step waits for the report that the step is done. */
import type { LaneReport, Report } from './messages.ts';

export type PostReports<R extends LaneReport = Report> = (reports: readonly R[]) => void;

/** Returns what takes reports one by one. Their order stays, and only what lanes tell of a step ever waits. */
export function batched<R extends LaneReport>(post: PostReports<R>): (report: R) => void {
  let waiting: R[] = [];
  return (report) => {
    waiting.push(report);
    if (report.type === 'training' || report.type === 'evaluation') return;
    const reports = waiting;
    waiting = [];
    post(reports);
  };
}
