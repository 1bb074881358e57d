/** The standard normal distribution. */
import { whereReached } from './bisection.ts';

/** Beyond this many standard deviations lie 1e-15 of it. */
const FURTHEST = 8;

/** P(Z <= z), to about 15 digits, by its power series (Abramowitz and Stegun, 26.2.11). */
export function normalProbability(z: number): number {
  if (Math.abs(z) > FURTHEST) return z > 0 ? 1 : 0;
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** The z with P(Z <= z) = `probability`; infinite for 0 and 1. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return -Infinity;
  if (probability >= 1) return Infinity;
  return whereReached(normalProbability, probability, -FURTHEST, FURTHEST);
}
