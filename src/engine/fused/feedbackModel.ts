/** R2M's trainable part: its kernels at one shape and length, and how they are dispatched. */
import { feedbackLayout, type FeedbackShape } from '../layout.ts';
import type { FusedDevice } from './device.ts';
import type { Chunk } from './gpu/chunks.ts';
import type { Kernel } from './gpu/kernel.ts';
import type { GpuArray } from './gpu/memory.ts';
import { feedbackPlan } from './gradientPlans.ts';
import { FEEDBACK_ROWS, feedbackRewardsKernel, feedbackTrainKernel } from './kernels/feedback.ts';
import { computeGradient, createGradient, createPlan, TRAINING, type Gradient } from './training.ts';
import { feedbackPlaces } from './wgsl/feedback.ts';
import { RECORD } from './wgsl/objective.ts';

export interface FeedbackArrays {
  /** (R, B, D_rm) */
  readonly states: GpuArray;
  /** (R, B, S, D_p) */
  readonly hidden: GpuArray;
  /** (R, B, S) */
  readonly tokens: GpuArray;
  readonly omega: number;
}

export interface FeedbackLoss {
  readonly groupSize: number;
  readonly alpha: number;
  /** (R, B) */
  readonly annotated: GpuArray;
}

export interface FeedbackTrained {
  readonly gradient: Gradient;
  /** (R, groups, RECORD.size) */
  readonly results: GpuArray;
  /** Each response's part as `feedbackPlaces` says. */
  readonly work: GPUBuffer;
}

export type FeedbackNetwork = ReturnType<typeof createFeedbackNetwork>;

export function createFeedbackNetwork(gpu: FusedDevice, shape: FeedbackShape, length: number) {
  const { memory, queue } = gpu;
  const kernels = { rewards: feedbackRewardsKernel(shape, length), train: feedbackTrainKernel(shape, length) };
  const space = feedbackPlaces(shape, length);
  const parameterCount = feedbackLayout(shape).size;
  /** Of a response, forward. */
  const flops = 2 * (parameterCount + 2 * length * shape.policyWidth);
  const plan = createPlan(gpu, feedbackPlan(shape, space));

  /** `left` is called with each part of the work that the kernel has left its activations in. */
  function runForward(parameters: GpuArray, { states, hidden, tokens, omega }: FeedbackArrays, left: (chunk: Chunk, work: GPUBuffer) => void = () => {}): GpuArray {
    const [lanes, batch] = tokens.shape;
    const rewards = memory.allocate([lanes, batch]);
    const need = { lanes, groups: Math.ceil(batch / FEEDBACK_ROWS), floats: FEEDBACK_ROWS * space.size, flops: FEEDBACK_ROWS * flops };
    gpu.inChunks(kernels.rewards, need, (chunk, work) => {
      const { firstLane, lanes: count, first, count: across } = chunk;
      queue.dispatch(
        kernels.rewards, { batch, firstLane, first, across, omega },
        [parameters.buffer, states.buffer, hidden.buffer, tokens.buffer, work, rewards.buffer], [across, count],
      );
      left(chunk, work);
    });
    return rewards;
  }

  return {
    kernels: Object.values(kernels) as readonly Kernel[],
    plan,

    rewards: (parameters: GpuArray, input: FeedbackArrays): GpuArray => runForward(parameters, input),

    /** Copied out of the workspace, response by response: it is for looking at, not for every step. */
    attention(parameters: GpuArray, input: FeedbackArrays): GpuArray {
      const [lanes, batch] = input.tokens.shape;
      const attention = memory.allocate([lanes, batch, length]);
      memory.free(runForward(parameters, input, ({ firstLane, lanes: count, first, count: across }, work) => {
        const begin = first * FEEDBACK_ROWS, rows = across * FEEDBACK_ROWS;
        for (let lane = 0; lane < count; lane++) {
          for (let row = 0; row < Math.min(rows, batch - begin); row++) {
            const from = (lane * rows + row) * space.size + space.at.ATTENTION;
            queue.copy(work, from, attention.buffer, ((firstLane + lane) * batch + begin + row) * length, length);
          }
        }
      }));
      return attention;
    },

    /** Derivatives of GREBT, or those of `loss`, (R, B, D_rm + 1), where they are given. */
    train(parameters: GpuArray, { states, hidden, tokens, omega }: FeedbackArrays, loss: FeedbackLoss | GpuArray): FeedbackTrained {
      const [lanes, batch] = tokens.shape;
      const given = 'buffer' in loss;
      const { groupSize, alpha } = given ? { groupSize: 1, alpha: 0 } : loss;
      const groups = batch / groupSize;
      const results = memory.allocate([lanes, groups, RECORD.size]);
      const gradient = createGradient(gpu, lanes, parameterCount, plan);
      const need = { lanes, groups, floats: groupSize * space.size, flops: TRAINING * groupSize * flops };
      const work = gpu.inChunks(kernels.train, need, ({ firstLane, lanes: count, first, count: across }, part) => {
        queue.dispatch(
          kernels.train, { batch, firstLane, first, across, omega, groupSize, alpha, given: Number(given) },
          [
            parameters.buffer, states.buffer, hidden.buffer, tokens.buffer,
            given ? gpu.unused : loss.annotated.buffer, given ? loss.buffer : gpu.unused, part, results.buffer,
          ],
          [across, count],
        );
        computeGradient(gpu, plan, {
          batch, firstLane, lanes: count, first: first * groupSize, across: across * groupSize, promptLength: 1, length, space: space.size,
          work: part, tokens: tokens.buffer, results: results.buffer,
        }, gradient);
      });
      return { gradient, results, work };
    },
  };
}
