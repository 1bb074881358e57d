/** How often one score orders pairs as another does. */
import { groupsOf } from './groups.ts';

/**
 * Share of pairs within groups that `scores` orders as `gold` does; both (n, K). A group size of 2 takes plain pairs.
 * Pairs of equal gold are left out, equal scores count half; NaN where no pair is left.
 */
export function pairAccuracy(scores: ArrayLike<number>, gold: ArrayLike<number>, groupSize: number): number {
  const golds = groupsOf(gold, groupSize);
  let right = 0;
  let pairs = 0;
  groupsOf(scores, groupSize).forEach((group, index) => {
    for (let i = 0; i < groupSize; i++) {
      for (let j = i + 1; j < groupSize; j++) {
        const difference = golds[index][i] - golds[index][j];
        if (difference === 0) continue;
        const agreement = Math.sign(difference) * Math.sign(group[i] - group[j]);
        right += (agreement + 1) / 2;
        pairs++;
      }
    }
  });
  return right / pairs;
}
