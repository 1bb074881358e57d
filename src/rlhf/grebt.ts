/** GREBT, the loss of R2M's reward model (Eqs. 5 to 7 of arXiv 2601.22664), with its gradient. */
import type { GrebtCheck, GrebtOutcome } from '../engine/arithmetic.ts';
import { groupsOf, populationDeviation, shiftedMean } from './groups.ts';
import { pairsOf } from './pairs.ts';
import type { Plain } from './plain.ts';

/** The least standard deviation that rewards are divided by. Below it the divisor is a constant. */
const DEVIATION_FLOOR = 1e-4;

/**
 * Mean over groups of (1 - alpha) L_BT + alpha L_GRE, and its gradient in the recomputed rewards (n, K).
 * Pairs come from the annotated rewards (n, K), losses from the recomputed ones.
 */
export function grebt({ annotated, rewards, groupSize, alpha }: Plain<GrebtCheck>): Plain<GrebtOutcome> {
  const groups = groupsOf(rewards, groupSize);
  const pairs = pairsOf(annotated, groupSize);
  const gradient = new Float64Array(rewards.length);
  let bt = 0;
  let gre = 0;
  groups.forEach((group, index) => {
    const { winner, loser } = pairs[index];
    const margin = group[winner] - group[loser];
    bt += softplus(-margin) / groups.length;
    const pull = -1 / (1 + Math.exp(margin));
    const entropy = groupRewardEntropy(group);
    gre += entropy.value / groups.length;
    const offset = index * groupSize;
    entropy.gradient.forEach((slope, j) => { gradient[offset + j] = (alpha * slope) / groups.length; });
    gradient[offset + winner] += ((1 - alpha) * pull) / groups.length;
    gradient[offset + loser] -= ((1 - alpha) * pull) / groups.length;
  });
  return { loss: (1 - alpha) * bt + alpha * gre, bt, gre, gradient };
}

/** L_GRE of one group [6]: the entropy of softmax((r - mean) / std). The gradient passes through mean and std. */
function groupRewardEntropy(group: Float64Array): { value: number; gradient: Float64Array } {
  const size = group.length;
  const mean = shiftedMean(group);
  const deviation = populationDeviation(group);
  const scale = Math.max(deviation, DEVIATION_FLOOR);
  const standardised = group.map((reward) => (reward - mean) / scale);
  const highest = standardised.reduce((a, b) => Math.max(a, b));
  const logSum = highest + Math.log(standardised.reduce((sum, z) => sum + Math.exp(z - highest), 0));
  const logP = standardised.map((z) => z - logSum);
  const value = -logP.reduce((sum, l) => sum + Math.exp(l) * l, 0);
  const inStandardised = logP.map((l) => -Math.exp(l) * (l + value));
  const average = shiftedMean(inStandardised);
  const along = deviation > DEVIATION_FLOOR
    ? inStandardised.reduce((sum, slope, j) => sum + slope * standardised[j], 0) / size
    : 0;
  return { value, gradient: inStandardised.map((slope, j) => (slope - average - standardised[j] * along) / scale) };
}

/** log(1 + e^x), safe for large x. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
