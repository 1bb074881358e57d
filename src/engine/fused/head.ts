/** How the scoring head's gradient is dispatched. */
import type { FusedDevice } from './device.ts';
import type { GpuArray } from './gpu/memory.ts';
import { headGradientKernel } from './kernels/head.ts';
import type { Gradient } from './training.ts';
import { RECORD } from './wgsl/objective.ts';

export interface HeadTrained {
  readonly gradient: Gradient;
  /** (R, 1, RECORD.size) */
  readonly results: GpuArray;
}

/** `parameters` (R, F + 1), `differences` (R, N, F), `weights` (R, N). */
export function trainHead({ memory, queue }: FusedDevice, parameters: GpuArray, differences: GpuArray, weights: GpuArray): HeadTrained {
  const [lanes, pairs, width] = differences.shape;
  const slopes = memory.allocate([lanes, pairs]);
  const gradient = { values: memory.allocate([lanes, width + 1]), squares: memory.allocate([lanes, 1]) };
  const results = memory.allocate([lanes, 1, RECORD.size]);
  queue.dispatch(
    headGradientKernel, { pairs, width },
    [parameters, differences, weights, slopes, gradient.values, gradient.squares, results].map(({ buffer }) => buffer), [1, lanes],
  );
  memory.free(slopes);
  return { gradient, results };
}
