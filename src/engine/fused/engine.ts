/**
 * The engine made of WGSL kernels: an RL step of any number of lanes is at most 10 dispatches, 3 more for each epoch, and
 * one readback (ReMax, which draws and scores a greedy response to each prompt besides, takes up to 5 more), as long as
 * none of them is more work than a device should be given at once. Its arithmetic is that of the ops engine, in another
 * order of summation.
 */
import type {
  DeviceArray, Engine, FeedbackInput, FeedbackModel, FeedbackObjective, Head, PolicyObjective, PolicyStep, RatedResponses, ResponseTokens, RolloutRequest, ShapesInUse, Trainable, Transformer,
} from '../engine.ts';
import { feedbackLayout, headLayout, transformerLayout, type FeedbackShape, type Layout, type TransformerShape } from '../layout.ts';
import { checkFills, haveTokens } from '../shapes.ts';
import { FusedDevice, type FusedOptions } from './device.ts';
import { createFeedbackNetwork, type FeedbackNetwork } from './feedbackModel.ts';
import type { Kernel } from './gpu/kernel.ts';
import type { GpuArray } from './gpu/memory.ts';
import type { Counters } from './gpu/queue.ts';
import { trainHead } from './head.ts';
import { adamKernel } from './kernels/adam.ts';
import { gradientKernel } from './kernels/gradient.ts';
import { headGradientKernel } from './kernels/head.ts';
import { nameOf } from './kernels/names.ts';
import { ADVANTAGE_NUMBERS, advantagesKernel, headKernel, matchScaleKernel, REWARDS_WORKGROUP } from './kernels/rewards.ts';
import { createNetwork, type Network } from './network.ts';
import { pitchOf } from './places.ts';
import { createTrainable, restoreTrainable, saveTrainable, update, type FusedTrainable } from './training.ts';

export interface FusedEngine extends Engine {
  /** Dispatches, readbacks and uploads since the engine began. */
  readonly counters: Readonly<Counters>;
}

const SHARED_KERNELS: readonly Kernel[] = [gradientKernel, adamKernel, headKernel, advantagesKernel, matchScaleKernel, headGradientKernel];

const gpuArray = (array: DeviceArray) => array as GpuArray;
const trainable = (model: Trainable) => model as unknown as FusedTrainable;

/** An engine on `device`, which it does not destroy. `description` names the device to people. */
export function createFusedEngine(device: GPUDevice, description: string, options?: FusedOptions): FusedEngine {
  const gpu = new FusedDevice(device, options);
  const { memory, queue } = gpu;
  const networks = new Map<string, Network>();
  const feedbackNetworks = new Map<string, FeedbackNetwork>();

  function networkOf(shape: TransformerShape, length: number): Network {
    return cached(networks, nameOf('transformer', shape, length), () => createNetwork(gpu, shape, length));
  }
  function feedbackOf(shape: FeedbackShape, length: number): FeedbackNetwork {
    return cached(feedbackNetworks, nameOf('feedback', shape, length), () => createFeedbackNetwork(gpu, shape, length));
  }
  const createModel = (layout: Layout, parameters: Float32Array) => createTrainable(gpu, layout, parameters, pitchOf(layout));
  const lengthOf = (tokens: DeviceArray) => tokens.shape[2];
  const batchOf = ({ tokens, promptLength }: ResponseTokens) => ({ tokens: gpuArray(tokens), promptLength });
  const feedbackArrays = ({ states, hidden, tokens, omega }: FeedbackInput) =>
    ({ states: gpuArray(states), hidden: gpuArray(hidden), tokens: gpuArray(tokens), omega });
  const rewardGroups = (batch: number, lanes: number) => [Math.ceil(batch / REWARDS_WORKGROUP), lanes] as const;

  return {
    info: { engine: 'fused', backend: 'webgpu', device: description },
    queues: true,
    counters: queue.counters,

    async prepare({ transformers, feedback, length }: ShapesInUse, onProgress) {
      gpu.drop();
      await queue.compile([
        ...transformers.flatMap(({ shape, samples, trains }) => {
          const { rollout, forward, train } = networkOf(shape, length).kernels;
          return [...(samples ? [rollout] : []), forward, ...(trains ? [train] : [])];
        }),
        ...feedback.flatMap((shape) => feedbackOf(shape, length).kernels),
        ...SHARED_KERNELS,
      ], onProgress);
    },

    upload(values, shape) {
      checkFills(values, shape);
      const array = memory.allocate(shape, values instanceof Int32Array ? 'int32' : 'float32');
      queue.upload(array.buffer, values);
      return array;
    },
    read: (arrays) => queue.read(arrays.map(gpuArray)),
    free(...items) {
      for (const item of items) {
        if ('parameters' in item) [trainable(item).parameters, trainable(item).first, trainable(item).second].forEach((array) => memory.free(array));
        else memory.free(item);
      }
    },
    scope: (work) => memory.scope(work),
    memory() {
      const { bytes, arrays } = memory.usage();
      return { bytes: bytes + gpu.workspace.bytes, arrays };
    },
    dispose: () => gpu.dispose(),

    createTransformer(shape, parameters): Transformer & FusedTrainable {
      return { kind: 'transformer', shape, ...createModel(transformerLayout(shape), parameters) };
    },
    createFeedbackModel(shape, parameters): FeedbackModel & FusedTrainable {
      return { kind: 'feedback', shape, ...createModel(feedbackLayout(shape), parameters) };
    },
    createHead(width, parameters): Head & FusedTrainable {
      return { kind: 'head', width, ...createTrainable(gpu, headLayout(width), parameters, headLayout(width).size) };
    },
    save: (model) => saveTrainable(gpu, trainable(model)),
    restore: (model, saved, steps) => restoreTrainable(gpu, trainable(model), saved, steps),

    rollout: (policy: Transformer, request: RolloutRequest) =>
      networkOf(policy.shape, request.promptLength + request.responseLength).rollout(trainable(policy).parameters, request),
    finalStates: (trunk, tokens) => networkOf(trunk.shape, lengthOf(tokens)).finalStates(trainable(trunk).parameters, gpuArray(tokens)),
    hiddenStates: (model, tokens) => networkOf(model.shape, lengthOf(tokens)).hiddenStates(trainable(model).parameters, gpuArray(tokens)),
    logProbabilities: (model, responses) =>
      networkOf(model.shape, lengthOf(responses.tokens)).logProbabilities(trainable(model).parameters, batchOf(responses)),
    tokenLogProbabilities: (model, responses) =>
      networkOf(model.shape, lengthOf(responses.tokens)).tokenLogProbabilities(trainable(model).parameters, batchOf(responses)),
    divergence: (policy, responses, reference) =>
      networkOf(policy.shape, lengthOf(responses.tokens)).divergence(trainable(policy).parameters, batchOf(responses), gpuArray(reference)),

    headRewards(head, states, scale) {
      const [lanes, batch, width] = states.shape;
      const rewards = memory.allocate([lanes, batch]);
      queue.dispatch(headKernel, { batch, width, scale }, [gpuArray(head).buffer, gpuArray(states).buffer, rewards.buffer], rewardGroups(batch, lanes));
      return rewards;
    },
    feedbackRewards: (model, input) =>
      feedbackOf(model.shape, lengthOf(input.tokens)).rewards(trainable(model).parameters, feedbackArrays(input)),
    feedbackAttention: (model, input) =>
      feedbackOf(model.shape, lengthOf(input.tokens)).attention(trainable(model).parameters, feedbackArrays(input)),
    matchScale(values, rewards, target, groupSize) {
      const [lanes, count] = values.shape;
      const [, batch] = rewards.shape;
      const result = memory.allocate([lanes, count]);
      const inputs = [values, rewards, target].map((array) => gpuArray(array).buffer);
      queue.dispatch(matchScaleKernel, { count, batch, groupSize }, [...inputs, result.buffer], [1, lanes]);
      return result;
    },
    advantages(name, rewards, groupSize, greedy) {
      if (name === 'remax' && !greedy) throw new Error('ReMax needs the rewards of the greedy responses');
      const [lanes, batch] = rewards.shape;
      const result = memory.allocate([lanes, batch]);
      queue.dispatch(
        advantagesKernel, { batch, groupSize, name: ADVANTAGE_NUMBERS[name] },
        [gpuArray(rewards).buffer, greedy ? gpuArray(greedy).buffer : gpu.unused, result.buffer], rewardGroups(batch, lanes),
      );
      return result;
    },

    policyStep(policy: Transformer, responses: RatedResponses, advantages: DeviceArray, reference: DeviceArray, objective: PolicyObjective): PolicyStep {
      const { gradient, results, hidden } = networkOf(policy.shape, lengthOf(responses.tokens)).train(trainable(policy).parameters, batchOf(responses), {
        objective, reference: gpuArray(reference), oldLogProbs: gpuArray(responses.logProbs), advantages: gpuArray(advantages),
        eachToken: haveTokens(advantages, responses, objective.ratio),
      });
      const statistics = update(gpu, trainable(policy), gradient, results, { means: 3, ratios: 1 }, objective.learningRate, objective.adam);
      memory.free(results);
      return { hidden: hidden!, statistics };
    },
    languageModelStep(model, tokens, promptLength, learningRate, adam) {
      const { gradient, results } = networkOf(model.shape, lengthOf(tokens)).train(trainable(model).parameters, { tokens: gpuArray(tokens), promptLength }, null);
      const statistics = update(gpu, trainable(model), gradient, results, { means: 0, ratios: 1 }, learningRate, adam);
      memory.free(results);
      return statistics;
    },
    feedbackStep(model: FeedbackModel, input: FeedbackInput, annotated: DeviceArray, objective: FeedbackObjective) {
      const { gradient, results } = feedbackOf(model.shape, lengthOf(input.tokens)).train(
        trainable(model).parameters, feedbackArrays(input), { ...objective, annotated: gpuArray(annotated) },
      );
      const statistics = update(gpu, trainable(model), gradient, results, { means: 3, ratios: 0 }, objective.learningRate, objective.adam);
      memory.free(results);
      return statistics;
    },
    bradleyTerryStep(head, { differences, weights }, learningRate, adam) {
      const { gradient, results } = trainHead(gpu, trainable(head).parameters, gpuArray(differences), gpuArray(weights));
      const statistics = update(gpu, trainable(head), gradient, results, { means: 1, ratios: 0 }, learningRate, adam);
      memory.free(results);
      return statistics;
    },
  };
}

function cached<T>(map: Map<string, T>, key: string, create: () => T): T {
  const found = map.get(key);
  if (found) return found;
  const created = create();
  map.set(key, created);
  return created;
}
