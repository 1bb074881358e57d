/** Material for the store's tests. */
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics, TrainingMetrics } from '../experiment/metrics.ts';
import type { Report } from '../protocol/messages.ts';
import type { Arrival } from './record.ts';

export function evaluation(step: number, values: Partial<EvaluationMetrics> = {}): EvaluationMetrics {
  return {
    step, gold: 2, proxy: 0, ownProxy: 0, kl: 0, length: 6, styleWords: 1, entropy: 10, onPolicyAccuracy: 0.6, heldOutAccuracy: 0.7,
    goldQueries: 75, ...values,
  };
}

export function training(step: number, values: Partial<TrainingMetrics> = {}): TrainingMetrics {
  return {
    step, gold: 2, proxy: 0, ownProxy: 0, kl: 0, length: 6, styleWords: 1, entropy: 10, loss: 0, clipFraction: 0, gradientNorm: 1,
    learningRate: 1e-4, omega: null, rewardLoss: null, bradleyTerry: null, groupRewardEntropy: null, rewardGradientNorm: null, ...values,
  };
}

export function evaluationReport(run: number, arm: ArmName, seed: number, metrics: EvaluationMetrics): Report {
  return { run, type: 'evaluation', lane: { arm, seed }, metrics, samples: [] };
}

/** Reports that arrive 100 ms apart. */
export function arrivals(...reports: readonly Report[]): Arrival[] {
  return reports.map((report, index) => ({ report, at: 100 * index }));
}
