/** A transformer's kernels at one shape and length, and how they are dispatched: rollouts, forward passes, training steps. */
import type { PolicyObjective, RolloutRequest } from '../engine.ts';
import { MLP_FACTOR, transformerLayout, type TransformerShape } from '../layout.ts';
import type { FusedDevice } from './device.ts';
import type { Kernel } from './gpu/kernel.ts';
import type { GpuArray } from './gpu/memory.ts';
import { transformerPlan } from './gradientPlans.ts';
import { forwardKernel, forwardPlaces, WANTED } from './kernels/forward.ts';
import { ROLLOUT_ROWS, rolloutKernel, rolloutPlaces } from './kernels/rollout.ts';
import { trainKernel, trainPlaces } from './kernels/train.ts';
import { computeGradient, createGradient, createPlan, TRAINING, type Gradient } from './training.ts';
import { OBJECTIVES, RECORD } from './wgsl/objective.ts';

/** Tokens of a batch of all lanes: (R, B, S). */
export interface Batch {
  readonly tokens: GpuArray;
  readonly promptLength: number;
}

export type Objective = Pick<PolicyObjective, 'ratio' | 'clip' | 'beta' | 'divisor'>;

export interface PolicyTerms {
  readonly objective: Objective;
  readonly reference: GpuArray;
  readonly oldLogProbs: GpuArray;
  readonly advantages: GpuArray;
  /** Whether they are those of tokens. */
  readonly eachToken: boolean;
}

/** What a forward and backward pass leaves. */
export interface Trained {
  readonly gradient: Gradient;
  /** (R, B, RECORD.size) */
  readonly results: GpuArray;
  /** (R, B, S, D); null for language modelling. */
  readonly hidden: GpuArray | null;
}

/** Arithmetic of a forward pass over one response of full length: products with weights, and attention. */
function forwardFlops({ width, layers, vocabulary }: TransformerShape, length: number): number {
  const blocks = layers * ((4 + 2 * MLP_FACTOR) * width * width + 2 * length * width);
  return 2 * length * (blocks + width * vocabulary);
}

export type Network = ReturnType<typeof createNetwork>;

export function createNetwork(gpu: FusedDevice, shape: TransformerShape, length: number) {
  const { memory, queue } = gpu;
  const { width, vocabulary } = shape;
  const flops = forwardFlops(shape, length);
  const parameterCount = transformerLayout(shape).size;
  const kernels = { rollout: rolloutKernel(shape, length), forward: forwardKernel(shape, length), train: trainKernel(shape, length) };
  const spaces = {
    rollout: rolloutPlaces(shape, length).size, forward: forwardPlaces(shape, length).size, train: trainPlaces(shape, length).size,
  };
  const plan = createPlan(gpu, transformerPlan(shape, trainPlaces(shape, length)));

  function runForward(
    parameters: GpuArray, { tokens, promptLength }: Batch, wanted: keyof typeof WANTED, reference: GpuArray | null, output: GpuArray, second: GpuArray,
  ): GPUBuffer {
    const [lanes, batch] = tokens.shape;
    return gpu.inChunks(kernels.forward, { lanes, groups: batch, floats: spaces.forward, flops }, ({ firstLane, lanes: count, first, count: across }, work) => {
      queue.dispatch(
        kernels.forward, { batch, firstLane, first, across, promptLength, wanted: WANTED[wanted] },
        [parameters.buffer, tokens.buffer, reference?.buffer ?? gpu.unused, work, output.buffer, second.buffer], [across, count],
      );
    });
  }
  /** Runs `work` with an array to write to where a kernel writes nothing that is wanted. */
  function withSpare<T>(work: (spare: GpuArray) => T): T {
    const spare = memory.allocate([1]);
    try {
      return work(spare);
    } finally {
      memory.free(spare);
    }
  }

  return {
    kernels: kernels as Readonly<Record<keyof typeof kernels, Kernel>>,
    plan,

    rollout(parameters: GpuArray, { prompts, promptLength, responseLength, keys, temperature }: RolloutRequest) {
      const lanes = parameters.shape[0];
      const batch = prompts.length / (lanes * promptLength);
      const tokens = memory.allocate([lanes, batch, length], 'int32');
      const hidden = memory.allocate([lanes, batch, length, width]);
      const logProbs = memory.allocate([lanes, batch, responseLength]);
      const inputs = [memory.allocate([lanes, batch, promptLength], 'int32'), memory.allocate([lanes], 'int32')] as const;
      queue.upload(inputs[0].buffer, prompts);
      queue.upload(inputs[1].buffer, keys);
      const groups = Math.ceil(batch / ROLLOUT_ROWS);
      const need = { lanes, groups, floats: spaces.rollout, flops: ROLLOUT_ROWS * flops };
      gpu.inChunks(kernels.rollout, need, ({ firstLane, lanes: count, first, count: across }, work) => {
        queue.dispatch(
          kernels.rollout, { batch, firstLane, first, across, promptLength, temperature },
          [parameters.buffer, inputs[0].buffer, inputs[1].buffer, tokens.buffer, work, hidden.buffer, logProbs.buffer], [across, count],
        );
      });
      inputs.forEach((input) => memory.free(input));
      return { batch, promptLength, tokens, hidden, logProbs };
    },

    finalStates(parameters: GpuArray, tokens: GpuArray): GpuArray {
      const [lanes, batch] = tokens.shape;
      const states = memory.allocate([lanes, batch, width]);
      withSpare((spare) => runForward(parameters, { tokens, promptLength: 1 }, 'finalStates', null, states, spare));
      return states;
    },

    hiddenStates(parameters: GpuArray, tokens: GpuArray): GpuArray {
      const states = memory.allocate([...tokens.shape, width]);
      withSpare((spare) => runForward(parameters, { tokens, promptLength: 1 }, 'hiddenStates', null, states, spare));
      return states;
    },

    logProbabilities(parameters: GpuArray, batch: Batch): GpuArray {
      const [lanes, responses] = batch.tokens.shape;
      const output = memory.allocate([lanes, responses, length - batch.promptLength, vocabulary]);
      withSpare((spare) => runForward(parameters, batch, 'logProbabilities', null, output, spare));
      return output;
    },

    tokenLogProbabilities(parameters: GpuArray, batch: Batch): GpuArray {
      const [lanes, responses] = batch.tokens.shape;
      const output = memory.allocate([lanes, responses, length - batch.promptLength]);
      withSpare((spare) => runForward(parameters, batch, 'tokenLogProbabilities', null, output, spare));
      return output;
    },

    divergence(parameters: GpuArray, batch: Batch, reference: GpuArray) {
      const [lanes, responses] = batch.tokens.shape;
      const kl = memory.allocate([lanes, responses]);
      const entropy = memory.allocate([lanes, responses]);
      runForward(parameters, batch, 'divergence', reference, kl, entropy);
      return { kl, entropy };
    },

    /** Leaves states and logits of every position in the returned buffer, in `forwardPlaces`. */
    everything(parameters: GpuArray, tokens: GpuArray): GPUBuffer {
      return withSpare((output) => withSpare((spare) => runForward(parameters, { tokens, promptLength: 1 }, 'everything', null, output, spare)));
    },

    /** Forward, loss, backward and weight gradients. Without `policy` the loss is the response's cross entropy. */
    train(parameters: GpuArray, { tokens, promptLength }: Batch, policy: PolicyTerms | null): Trained {
      const [lanes, batch] = tokens.shape;
      const { ratio, clip, beta, divisor } = policy?.objective ?? { ratio: null, clip: 0, beta: 0, divisor: 1 };
      const loss = policy?.eachToken ? 'eachToken' : ratio ?? 'language';
      const results = memory.allocate([lanes, batch, RECORD.size]);
      const hidden = policy ? memory.allocate([lanes, batch, length, width]) : memory.allocate([1]);
      const gradient = createGradient(gpu, lanes, parameterCount, plan);
      const need = { lanes, groups: batch, floats: spaces.train, flops: TRAINING * flops };
      gpu.inChunks(kernels.train, need, ({ firstLane, lanes: count, first, count: across }, work) => {
        queue.dispatch(
          kernels.train,
          { batch, firstLane, first, across, promptLength, objective: OBJECTIVES[loss], clip, beta, divisor },
          [
            parameters.buffer, tokens.buffer,
            policy?.reference.buffer ?? gpu.unused, policy?.oldLogProbs.buffer ?? gpu.unused, policy?.advantages.buffer ?? gpu.unused,
            work, hidden.buffer, results.buffer,
          ],
          [across, count],
        );
        computeGradient(gpu, plan, {
          batch, firstLane, lanes: count, first, across, promptLength, length, space: spaces.train, work, tokens: tokens.buffer, results: results.buffer,
        }, gradient);
      });
      if (!policy) memory.free(hidden);
      return { gradient, results, hidden: policy ? hidden : null };
    },
  };
}
