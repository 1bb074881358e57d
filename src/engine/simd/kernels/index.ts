/** Everything that the engine calls. Addresses are bytes in the one memory; sizes are counts; arrays are float32 but for words. */
export { adam } from './adam';
export { divergence, everything, finalStates, hiddenStates, languageGradient, logProbabilities, policyGradient, tokenLogProbabilities } from './calls';
export { logSoftmaxRows, objectiveOf } from './checks';
export { feedbackBackward, feedbackRewards, feedbackStates, feedbackWorkBytes } from './feedback';
export { bradleyTerry, grebt, grpo, headRewards, matchScale, reinforcePlusPlus, remax, rloo } from './rewards';
export { rollout } from './rollout';
export { transformerWorkBytes } from './work';

/** The first byte that is the caller's to use. */
export function freeFrom(): usize {
  return __heap_base;
}
