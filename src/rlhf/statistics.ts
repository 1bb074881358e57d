/** Numbers over seeds: means with their interval, differences paired by seed. */
import { mean, median, sampleStandardDeviation } from 'simple-statistics';
import { centralQuantile } from './studentT.ts';

/** `ci95` is the half width of the 95 % interval of the mean (Student's t over seeds); null with one seed. */
export interface Spread {
  readonly mean: number;
  readonly median: number;
  readonly ci95: number | null;
}
/** Differences arm minus versus, paired by seed: of `n` seeds the arm is better in `wins`, and as good in `ties`. */
export interface PairedSpread extends Spread {
  readonly wins: number;
  readonly ties: number;
  readonly n: number;
}

/**
 * The greatest difference that is none. Arms that do the same thing part by rounding: means of gold by 1e-15, gold at equal
 * KL by 1e-8, since KL is summed in single precision. Differences of substance are coarser: a word more or less moves an
 * answer's gold by hundredths at the least, and an end is the mean of at most 3 * 30 * 32 answers, so by some 1e-5.
 */
export const TIE = 1e-6;

/** Fewer seeds than this are too few for an interval that says anything: Student's t alone is 3.2 with four, 12.7 with two. */
export const FEWEST_FOR_INTERVAL = 5;

/** Throws where there is no value. */
export function spreadOf(values: readonly number[]): Spread {
  const list = [...values];
  const count = list.length;
  const ci95 = count < 2 ? null : (centralQuantile(0.95, count - 1) * sampleStandardDeviation(list)) / Math.sqrt(count);
  return { mean: mean(list), median: median(list), ci95 };
}

/** Of the differences arm minus versus of a quantity of which more is better. */
export function pairedSpreadOf(differences: readonly number[]): PairedSpread {
  const wins = differences.filter((difference) => difference > TIE).length;
  const ties = differences.filter((difference) => Math.abs(difference) <= TIE).length;
  return { ...spreadOf(differences), wins, ties, n: differences.length };
}
