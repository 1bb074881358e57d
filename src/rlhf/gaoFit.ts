/**
 * The overoptimisation curves of Gao, Schulman and Hilton (arXiv 2210.10760): gold as a function of d = sqrt(KL),
 * fitted by least squares. Both are linear in alpha and beta.
 */
export interface GaoFit {
  readonly alpha: number;
  readonly beta: number;
  /** The d where the fitted curve is highest; null where it has no highest point (beta <= 0). */
  readonly peak: number | null;
}

/** R(d) = d (alpha - beta ln d), the law under RL. Points at d = 0, where R is 0, are allowed. */
export function fitReinforcementLearning(d: ArrayLike<number>, gold: ArrayLike<number>): GaoFit {
  const fit = leastSquares(d, (x) => (x > 0 ? -x * Math.log(x) : 0), gold);
  return { ...fit, peak: fit.beta > 0 ? Math.exp(fit.alpha / fit.beta - 1) : null };
}

/** R(d) = d (alpha - beta d), the law under best-of-n. */
export function fitBestOfN(d: ArrayLike<number>, gold: ArrayLike<number>): GaoFit {
  const fit = leastSquares(d, (x) => -x * x, gold);
  return { ...fit, peak: fit.beta > 0 ? fit.alpha / (2 * fit.beta) : null };
}

/**
 * alpha and beta that minimise sum (alpha d + beta f(d) - gold)^2, by orthogonalising f(d) against d.
 * Throws a RangeError with fewer than two different d > 0, which leave them undetermined.
 */
function leastSquares(d: ArrayLike<number>, feature: (d: number) => number, gold: ArrayLike<number>): { alpha: number; beta: number } {
  const first = Float64Array.from(d);
  if (new Set(first.filter((x) => x > 0)).size < 2) throw new RangeError('a fit needs points at two different distances above 0');
  const second = first.map(feature);
  const target = Float64Array.from(gold);
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const overlap = dot(first, second) / dot(first, first);
  const rest = second.map((value, i) => value - overlap * first[i]);
  const beta = dot(rest, target) / dot(rest, rest);
  return { alpha: dot(first, target) / dot(first, first) - beta * overlap, beta };
}
