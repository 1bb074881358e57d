/** What the policies wrote during a run, gathered from its reports. */
import { recordPage, type RecordedLane, type RecordedPage } from '../experiment/recording.ts';
import type { Report } from '../protocol/messages.ts';

export interface SampleCollector {
  readonly onReport: (report: Report) => void;
  /** Every lane's pages so far, in the order in which the lanes first reported. */
  lanes(): RecordedLane[];
}

export function collectSamples(): SampleCollector {
  const lanes = new Map<string, RecordedLane & { readonly pages: RecordedPage[] }>();
  return {
    onReport(report) {
      if (report.type !== 'evaluation') return;
      const { arm, seed } = report.lane;
      const key = `${arm} ${seed}`;
      const lane = lanes.get(key) ?? { arm, seed, pages: [] };
      lanes.set(key, lane);
      lane.pages.push(recordPage(report.metrics.step, report.samples));
    },
    lanes: () => [...lanes.values()],
  };
}
