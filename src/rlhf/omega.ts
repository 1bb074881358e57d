/**
 * Weight of the Reward Token Embedding at RL step t of T, counted from 1 (Eq. 4 of arXiv 2601.22664):
 * omega(t) = max(cos(pi t / T) / 2 + 1/2, omegaMin). One minus it is the weight of policy feedback.
 */
export function omegaAt(t: number, steps: number, omegaMin: number): number {
  return Math.max(Math.cos((Math.PI * t) / steps) / 2 + 0.5, omegaMin);
}
