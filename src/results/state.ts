/** How far a run has come, in words. */
import type { RunResult } from '../experiment/result.ts';

/** `complete`, or `incomplete: step 40 of 160, cancelled`. */
export function stateOf({ complete, status, step, config }: Pick<RunResult, 'complete' | 'status' | 'step' | 'config'>): string {
  return complete ? 'complete' : `incomplete: step ${step} of ${config.steps}, ${status}`;
}
