/** Exact tests of paired differences, and what several of them are worth together. */

/** Both tails of a statistic whose distribution is symmetric: twice the smaller one, at most 1. */
function twoSided(tail: number): number {
  return Math.min(1, 2 * tail);
}

/**
 * Two-sided p of the sign test: were either sign as likely, how often `wins` and `losses` would be parted as far as this or
 * further. Ties are dropped beforehand; 1 where nothing is left. Exact, binomial, up to a thousand differences.
 */
export function signTest(wins: number, losses: number): number {
  const count = wins + losses;
  let probability = 0.5 ** count;
  let tail = probability;
  for (let k = 1; k <= Math.min(wins, losses); k++) {
    probability *= (count - k + 1) / k;
    tail += probability;
  }
  return twoSided(tail);
}

/** Sizes that agree to so many digits are equal: subtracting has parted them by rounding. */
const SIZE_DIGITS = 10;

/**
 * Two-sided p of Wilcoxon's signed-rank test: were the differences spread symmetrically about zero, how often the ranks of
 * their sizes would fall to the two signs as unevenly as this or more so. Those of at most `tie` are dropped (Wilcoxon 1945);
 * equal sizes share the mean of their ranks. Exact, given the ranks: no normal approximation. 1 where nothing is left.
 */
export function wilcoxonTest(differences: readonly number[], tie = 0): number {
  const kept = differences.filter((difference) => Math.abs(difference) > tie);
  const ranks = doubledRanks(kept.map((difference) => Number(Math.abs(difference).toPrecision(SIZE_DIGITS))));
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const positive = ranks.reduce((sum, rank, index) => (kept[index] > 0 ? sum + rank : sum), 0);
  const smaller = Math.min(positive, total - positive);
  const probabilities = distributionOfSums(ranks, smaller);
  return twoSided(probabilities.reduce((sum, each) => sum + each, 0));
}

/** Twice the rank of each size, from 2 up, which is whole though equal sizes share their mean rank. */
function doubledRanks(sizes: readonly number[]): number[] {
  const order = sizes.toSorted((a, b) => a - b);
  const ranks = new Map<number, number>();
  for (let first = 0; first < order.length;) {
    let next = first + 1;
    while (next < order.length && order[next] === order[first]) next++;
    // Ranks first + 1 to next.
    ranks.set(order[first], first + 1 + next);
    first = next;
  }
  return sizes.map((size) => ranks.get(size) ?? NaN);
}

/** Probabilities of the sums 0 to `most` of the ranks that a fair coin picks, one throw for each. */
function distributionOfSums(ranks: readonly number[], most: number): Float64Array {
  const probabilities = new Float64Array(most + 1);
  probabilities[0] = 1;
  for (const rank of ranks) {
    for (let sum = most; sum >= 0; sum--) probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2;
  }
  return probabilities;
}

/**
 * Holm's step-down correction (1979) of the p values of one family of tests, in the order given: an adjusted p under 5 % is
 * significant while the chance of any false one in the family stays under 5 %, however the tests depend on each other.
 */
export function holm(values: readonly number[]): number[] {
  const adjusted = new Array<number>(values.length);
  let greatest = 0;
  values.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value).forEach(({ value, index }, rank) => {
    greatest = Math.max(greatest, Math.min(1, (values.length - rank) * value));
    adjusted[index] = greatest;
  });
  return adjusted;
}
