/** Student's t for whole degrees of freedom, from its closed form (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
import { whereReached } from './bisection.ts';

/** P(|T| <= t) with `freedom` degrees of freedom, a whole number of at least 1. */
export function centralProbability(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cosine2 = Math.cos(angle) ** 2;
  const odd = freedom % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine2;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t with P(|T| <= t) = `probability`, to about 12 digits. */
export function centralQuantile(probability: number, freedom: number): number {
  let high = 1;
  while (centralProbability(high, freedom) < probability) high *= 2;
  return whereReached((t) => centralProbability(t, freedom), probability, 0, high);
}
