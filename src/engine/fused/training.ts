/** Parameters in training and their update: weight gradients from a plan, then Adam. */
import type { AdamOptions, DeviceArray, Trainable } from '../engine.ts';
import type { Layout } from '../layout.ts';
import { savedParts, savedShape, savedSteps } from '../saved.ts';
import type { FusedDevice } from './device.ts';
import type { GpuArray } from './gpu/memory.ts';
import { ADAM_SHARE, adamKernel } from './kernels/adam.ts';
import { gradientKernel, gradientPlan, type PlanEntry } from './kernels/gradient.ts';

/** Forward, backward and weight gradients are three times the arithmetic of a forward pass. */
export const TRAINING = 3;

export interface FusedTrainable extends Trainable {
  readonly parameters: GpuArray;
  readonly first: GpuArray;
  readonly second: GpuArray;
  steps: number;
}

/** Kernels find a lane's parameters `pitch` floats behind those of the lane before. */
export function createTrainable(gpu: FusedDevice, layout: Layout, parameters: Float32Array, pitch: number): FusedTrainable {
  const lanes = parameters.length / layout.size;
  if (!Number.isInteger(lanes) || lanes < 1) throw new Error(`${parameters.length} parameters are no multiple of ${layout.size}`);
  const array = gpu.memory.keep([lanes, layout.size], 'float32', pitch);
  const [first, second] = [0, 1].map(() => gpu.memory.keep([lanes, layout.size]));
  loadLanes(gpu, array, parameters);
  gpu.queue.clear(first.buffer);
  gpu.queue.clear(second.buffer);
  return { lanes, parameters: array, first, second, steps: 0 };
}

/** As `Engine.save`; no dispatch. */
export function saveTrainable({ memory, queue }: FusedDevice, model: FusedTrainable): GpuArray {
  const { lanes, parameters, first, second } = model;
  const size = parameters.shape[1];
  const saved = memory.allocate(savedShape(model));
  for (let lane = 0; lane < lanes; lane++) {
    [parameters, first, second].forEach((part, index, parts) => {
      queue.copy(part.buffer, lane * part.pitch, saved.buffer, (lane * parts.length + index) * size, size);
    });
  }
  return saved;
}

/** As `Engine.restore`. */
export function restoreTrainable(gpu: FusedDevice, model: FusedTrainable, saved: Float32Array, steps: readonly number[] | number): void {
  const count = savedSteps(model, steps);
  const parts = savedParts(model, saved);
  for (const name of ['parameters', 'first', 'second'] as const) loadLanes(gpu, model[name], parts[name]);
  model.steps = count;
}

/** Writes an array's values, lane after lane, to where its lanes are. */
function loadLanes(gpu: FusedDevice, { buffer, shape: [lanes, size], pitch }: GpuArray, values: Float32Array): void {
  const spaced = new Float32Array(lanes * pitch);
  for (let lane = 0; lane < lanes; lane++) spaced.set(values.subarray(lane * size, (lane + 1) * size), lane * pitch);
  gpu.queue.upload(buffer, spaced);
}

/** A plan on the device. */
export interface DevicePlan {
  readonly array: GpuArray;
  readonly groups: number;
}

export function createPlan(gpu: FusedDevice, entries: readonly PlanEntry[]): DevicePlan {
  const { words, groups } = gradientPlan(entries);
  const array = gpu.memory.keep([words.length], 'int32');
  gpu.queue.upload(array.buffer, words);
  return { array, groups };
}

/** A batch whose activations and derivatives lie in the workspace. */
export interface GradientBatch {
  readonly batch: number;
  readonly firstLane: number;
  /** Lanes in the workspace now, and of each of them the responses from `first` on: `across` of them. */
  readonly lanes: number;
  readonly first: number;
  readonly across: number;
  readonly promptLength: number;
  readonly length: number;
  /** Floats of the workspace for each response. */
  readonly space: number;
  readonly work: GPUBuffer;
  readonly tokens: GPUBuffer;
  readonly results: GPUBuffer;
}

export interface Gradient {
  /** (R, P) */
  readonly values: GpuArray;
  /** Parts of the squared norm, (R, groups). */
  readonly squares: GpuArray;
}

export function createGradient(gpu: FusedDevice, lanes: number, parameters: number, plan: DevicePlan): Gradient {
  return { values: gpu.memory.allocate([lanes, parameters]), squares: gpu.memory.allocate([lanes, plan.groups]) };
}

/** Writes the batch's lanes of `gradient`; adds to them where earlier responses of a lane have been in the workspace. */
export function computeGradient(gpu: FusedDevice, plan: DevicePlan, batch: GradientBatch, gradient: Gradient): void {
  const { work, tokens, results, lanes, ...sizes } = batch;
  gpu.queue.dispatch(
    gradientKernel,
    { ...sizes, parameterCount: gradient.values.shape[1], planGroups: plan.groups },
    [plan.array.buffer, work, tokens, results, gradient.values.buffer, gradient.squares.buffer],
    [plan.groups, lanes],
  );
}

/** Which columns of the records become statistics; the gradient norm follows. */
export interface StatisticColumns {
  readonly means: number;
  readonly ratios: number;
}

/** One update of all lanes; frees the gradient. Returns the statistics, (R, means + ratios + 1). */
export function update(
  gpu: FusedDevice, target: FusedTrainable, gradient: Gradient, results: GpuArray, columns: StatisticColumns,
  learningRate: number, adam: AdamOptions,
): DeviceArray {
  target.steps++;
  const parameterCount = target.parameters.shape[1];
  const statistics = gpu.memory.allocate([target.lanes, columns.means + columns.ratios + 1]);
  gpu.queue.dispatch(
    adamKernel,
    {
      parameterCount, parameterPitch: target.parameters.pitch, squareCount: gradient.squares.shape[1],
      maxNorm: Math.min(adam.maxGradientNorm, 3e38),
      rate: learningRate / (1 - adam.beta1 ** target.steps), correction: 1 / Math.sqrt(1 - adam.beta2 ** target.steps),
      kept: 1 - learningRate * (adam.weightDecay ?? 0),
      beta1: adam.beta1, beta2: adam.beta2, epsilon: adam.epsilon,
      records: results.shape[1], ...columns,
    },
    [
      gradient.values.buffer, gradient.squares.buffer, results.buffer,
      target.parameters.buffer, target.first.buffer, target.second.buffer, statistics.buffer,
    ],
    [Math.ceil(parameterCount / ADAM_SHARE), target.lanes],
  );
  gpu.memory.free(gradient.values);
  gpu.memory.free(gradient.squares);
  return statistics;
}
