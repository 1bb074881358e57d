/** Learning rates over time. Steps are counted from 0; T is the length of the run. */
import type { Config } from '../config/fields.ts';

type PolicyRate = Pick<Config, 'learningRate' | 'learningRateSchedule' | 'steps'>;
type RewardRate = Pick<Config, 'rewardLearningRate' | 'rewardLearningRateSchedule' | 'steps'>;

const WARM_UP = 50;
const FINAL_SHARE = 0.1;

/** The policy's at RL step t: the peak times min(1, (t + 1) / (T / 2))^2 under `ramp`. */
export function policyLearningRate(config: PolicyRate, t: number): number {
  const factor = config.learningRateSchedule === 'ramp' ? Math.min(1, (t + 1) / (config.steps / 2)) ** 2 : 1;
  return config.learningRate * factor;
}

/** That of R2M's reward model at RL step t: the peak times max(0, 1 - t / (T / 2)) under `decay`. */
export function rewardLearningRate(config: RewardRate, t: number): number {
  const factor = config.rewardLearningRateSchedule === 'decay' ? Math.max(0, 1 - t / (config.steps / 2)) : 1;
  return config.rewardLearningRate * factor;
}

/**
 * That of supervised training, of `steps` steps: 50 steps of linear warm-up to the peak, then linear decay to 10 % of
 * it at the last step. A training of fewer than 50 steps is all warm-up, shortened to reach the peak.
 */
export function supervisedLearningRate(peak: number, step: number, steps: number): number {
  const warmUp = Math.min(WARM_UP, steps);
  if (step < warmUp) return (peak * (step + 1)) / warmUp;
  return peak * decayToTenth(step + 1 - warmUp, steps - warmUp);
}

/** Linear from 1 at `done` = 0 to 10 % at `done` = `total`. */
export function decayToTenth(done: number, total: number): number {
  return 1 - (1 - FINAL_SHARE) * (done / total);
}
