/** Numbers over seeds: means with their interval, differences paired by seed. */
import { mean, median, sampleStandardDeviation } from 'simple-statistics';
import { centralQuantile } from './studentT.ts';

/** `ci95` is the half width of the 95 % interval of the mean (Student's t over seeds); null with one seed. */
export interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly ci95: number | null;
}
/** Differences arm minus versus, paired by seed. `wins` counts seeds where the arm is better, of `n`. */
export interface PairedSpread extends Spread {
  readonly wins: number;
  readonly n: number;
}

/** Throws where there is no value. */
export function spreadOf(values: readonly number[]): Spread {
  const list = [...values];
  const count = list.length;
  const ci95 = count < 2 ? null : (centralQuantile(0.95, count - 1) * sampleStandardDeviation(list)) / Math.sqrt(count);
  return { mean: mean(list), median: median(list), ci95 };
}

/** Of the differences arm minus versus of a quantity of which more is better. */
export function pairedSpreadOf(differences: readonly number[]): PairedSpread {
  const wins = differences.filter((difference) => difference > 0).length;
  return { ...spreadOf(differences), wins, n: differences.length };
}
