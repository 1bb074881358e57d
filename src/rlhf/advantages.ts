/**
 * How rewards become advantages. Rewards are (n, K): n groups of `groupSize` K, one group after the other.
 * Where all rewards that are compared are equal, advantages are exactly zero.
 */
import type { AdvantageName } from '../engine/engine.ts';
import { inGroups, populationDeviation, shiftedMean } from './groups.ts';

/** RLOO (Ahmadian et al., arXiv 2402.14740): minus the mean reward of the group's other responses. */
export function rloo(rewards: ArrayLike<number>, groupSize: number): Float64Array {
  return inGroups(rewards, groupSize, (group) => {
    const mean = shiftedMean(group);
    return group.map((reward) => ((reward - mean) * groupSize) / (groupSize - 1));
  });
}

/** GRPO (Shao et al., arXiv 2402.03300): standardised within the group, by its population deviation + 1e-4. */
export function grpo(rewards: ArrayLike<number>, groupSize: number): Float64Array {
  return inGroups(rewards, groupSize, (group) => standardise(group, 1e-4));
}

/** ReMax (Li et al., arXiv 2310.10505): minus the reward of the prompt's greedy response, (n). */
export function remax(rewards: ArrayLike<number>, groupSize: number, greedy: ArrayLike<number>): Float64Array {
  return inGroups(rewards, groupSize, (group, index) => group.map((reward) => reward - greedy[index]));
}

/** REINFORCE++ (Hu, arXiv 2501.03262): standardised over the whole batch, by its population deviation + 1e-8. */
export function reinforcePlusPlus(rewards: ArrayLike<number>): Float64Array {
  return standardise(Float64Array.from(rewards), 1e-8);
}

/** Any of the four by name. Throws a TypeError where ReMax lacks the greedy rewards. */
export function advantages(
  name: AdvantageName, rewards: ArrayLike<number>, groupSize: number, greedy: ArrayLike<number> | null,
): Float64Array {
  switch (name) {
    case 'rloo': return rloo(rewards, groupSize);
    case 'grpo': return grpo(rewards, groupSize);
    case 'reinforcePlusPlus': return reinforcePlusPlus(rewards);
    case 'remax':
      if (!greedy) throw new TypeError('ReMax needs the reward of each prompt’s greedy response');
      return remax(rewards, groupSize, greedy);
  }
}

function standardise(values: Float64Array, addend: number): Float64Array {
  const mean = shiftedMean(values);
  const scale = populationDeviation(values) + addend;
  return values.map((value) => (value - mean) / scale);
}
