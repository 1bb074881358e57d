/** Material for the store's tests. */
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics } from '../experiment/metrics.ts';
import type { Report } from '../protocol/messages.ts';
import type { Arrival } from './record.ts';

export function evaluationReport(run: number, arm: ArmName, seed: number, metrics: EvaluationMetrics): Report {
  return { run, type: 'evaluation', lane: { arm, seed }, metrics, samples: [] };
}

/** Reports that arrive 100 ms apart. */
export function arrivals(...reports: readonly Report[]): Arrival[] {
  return reports.map((report, index) => ({ report, at: 100 * index }));
}
