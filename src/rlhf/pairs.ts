/** The pseudo-preference of each group: its highest against its lowest annotated reward (step 4 of Algorithm 1). */
import { groupsOf } from './groups.ts';

/** Positions within the group. The first of equals is taken, so a group of equal rewards is its own winner and loser. */
export interface Pair {
  readonly winner: number;
  readonly loser: number;
}

/** Winner and loser of each group of `annotated` (n, K). */
export function pairsOf(annotated: ArrayLike<number>, groupSize: number): Pair[] {
  return groupsOf(annotated, groupSize).map((group) => {
    let winner = 0;
    let loser = 0;
    group.forEach((reward, j) => {
      if (reward > group[winner]) winner = j;
      if (reward < group[loser]) loser = j;
    });
    return { winner, loser };
  });
}
