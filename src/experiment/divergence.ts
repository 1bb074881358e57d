/** When a lane's numbers have run away, and what most likely did it. */
import { fields, type FieldKey } from '../config/fields.ts';
import type { TrainingMetrics } from './metrics.ts';

/** Why a lane stopped. */
export interface Divergence {
  /** The step that it did not come through. */
  readonly step: number;
  readonly quantity: string;
  /** Null where it is no number. */
  readonly value: number | null;
}

/** Past these a policy is no language model any more: runs that end well stay below a hundredth of them. */
const MOST: Readonly<Record<string, number>> = { gradientNorm: 1e5, kl: 1e3 };

/** Null where the step's numbers are sound. */
export function divergenceOf(metrics: TrainingMetrics): Divergence | null {
  for (const [quantity, value] of Object.entries(metrics)) {
    if (typeof value !== 'number') continue;
    if (Number.isFinite(value) && Math.abs(value) <= (MOST[quantity] ?? Infinity)) continue;
    return { step: metrics.step, quantity, value: Number.isFinite(value) ? value : null };
  }
  return null;
}

/** The fields that most often make a policy diverge, the likeliest first. */
const SUSPECTS: readonly FieldKey[] = ['learningRate', 'gradientNorm', 'clip', 'rewardLearningRate', 'beta', 'temperature'];

/** Those of them that are not at their defaults, or the likeliest. */
export function suspects(config: Readonly<Record<string, unknown>>): readonly FieldKey[] {
  const changed = SUSPECTS.filter((key) => config[key] !== fields[key].default);
  return changed.length > 0 ? changed.slice(0, 3) : SUSPECTS.slice(0, 1);
}

/** In a sentence: which lane stopped, where, and what to try. */
export function divergenceText(title: string, seed: number, { step, quantity, value }: Divergence, config: Readonly<Record<string, unknown>>): string {
  const what = value === null ? `${quantity} is no finite number` : `${quantity} reached ${value.toPrecision(2)}`;
  const likely = suspects(config).map((key) => `${fields[key].label.toLowerCase()} (${key})`).join(', ');
  return `${title} with seed ${seed} diverged at step ${step}: ${what}. It stays at step ${step - 1}; the other lanes go on. What most likely did it: ${likely}.`;
}
