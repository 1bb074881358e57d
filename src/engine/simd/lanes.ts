/** Arrays and models in an engine's memory, lane after lane. */
import type { AdamOptions, DeviceArray, Trainable } from '../engine.ts';
import { savedParts, savedShape, savedSteps } from '../saved.ts';
import { Scopes } from '../scopes.ts';
import { checkFills, sizeOf } from '../shapes.ts';
import { Heap, type Block } from './heap.ts';
import type { Kernels } from './kernels.ts';
import type { Plan } from './padding.ts';

/** An array without padding; each lane's part lies `pitch` bytes behind the last one's. */
export interface SimdArray extends DeviceArray {
  readonly at: number;
  readonly pitch: number;
  /** Of a model's parameters, which are padded. */
  readonly plan: Plan | null;
}

/** One lane's parameters, gradient moments included, in padded layout. */
export interface SimdTrainable extends Trainable {
  readonly plan: Plan;
  /** Where the kernels' description of the model lies. */
  readonly description: number;
  readonly parameters: SimdArray;
  /** As `parameters`. */
  readonly first: number;
  readonly second: number;
  steps: number;
}

export const simdArray = (array: DeviceArray) => array as SimdArray;
export const trainable = (model: Trainable) => model as unknown as SimdTrainable;

/** base^exponent for a whole exponent, by multiplications alone: browsers differ in the last bit of `**`. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2), square *= square) if (left % 2 === 1) result *= square;
  return result;
}

export class Lanes {
  private readonly heap: Heap;
  private readonly arrays = new Map<DeviceArray, Block>();
  private readonly models = new Map<Trainable, readonly Block[]>();
  private readonly scopes = new Scopes<DeviceArray>((array) => this.free(array));
  private work: { readonly block: Block; readonly bytes: number } | null = null;

  constructor(readonly kernels: Kernels) {
    this.heap = new Heap(kernels.memory, kernels.freeFrom());
  }

  /** An array of whatever was there. */
  allocate(shape: readonly number[], type: DeviceArray['type'] = 'float32'): SimdArray {
    const bytes = 4 * sizeOf(shape);
    const block = this.heap.allocate(bytes);
    const array = { shape, type, at: block.at, pitch: bytes / shape[0], plan: null };
    this.arrays.set(array, block);
    this.scopes.add(array);
    return array;
  }

  upload(values: Float32Array | Int32Array, shape: readonly number[]): SimdArray {
    checkFills(values, shape);
    const array = this.allocate(shape, values instanceof Int32Array ? 'int32' : 'float32');
    if (values instanceof Int32Array) this.words(array.at, values.length).set(values);
    else this.floats(array.at, values.length).set(values);
    return array;
  }

  /** A copy. */
  read(array: DeviceArray): Float32Array<ArrayBuffer> {
    const { shape, type, at, pitch, plan } = simdArray(array);
    const size = sizeOf(shape);
    if (plan) {
      const values = new Float32Array(size);
      for (let lane = 0; lane < shape[0]; lane++) this.readPadded(at + lane * pitch, plan, values.subarray(lane * plan.size, (lane + 1) * plan.size));
      return values;
    }
    if (!this.arrays.has(array)) throw new Error('this array was freed');
    return type === 'int32' ? Float32Array.from(this.words(at, size)) : this.floats(at, size).slice();
  }

  /** A model in training, in as many lanes as there are parameters for. */
  train<T extends object>(identity: T, plan: Plan, parameters: Float32Array): T & SimdTrainable {
    const lanes = parameters.length / plan.size;
    if (!Number.isInteger(lanes) || lanes === 0) throw new Error(`${parameters.length} parameters are no multiple of ${plan.size}`);
    const pitch = 4 * plan.padded;
    const blocks = [4 * Math.max(1, plan.description.length), ...[1, 2, 3].map(() => lanes * pitch)].map((bytes) => this.heap.allocate(bytes));
    const [description, weights, first, second] = blocks.map(({ at }) => at);
    this.words(description, plan.description.length).set(plan.description);
    for (const at of [weights, first, second]) this.floats(at, lanes * plan.padded).fill(0);
    for (let lane = 0; lane < lanes; lane++) this.writePadded(weights + lane * pitch, plan, parameters.subarray(lane * plan.size, (lane + 1) * plan.size));
    const model = {
      ...identity, lanes, plan, description, first, second, steps: 0,
      parameters: { shape: [lanes, plan.size], type: 'float32' as const, at: weights, pitch, plan },
    };
    this.models.set(model, blocks);
    return model;
  }

  /** As `Engine.save`. */
  save(model: SimdTrainable): SimdArray {
    const { lanes, plan, parameters, first, second } = model;
    const saved = this.allocate(savedShape(model));
    for (let lane = 0; lane < lanes; lane++) {
      [parameters.at, first, second].forEach((at, index) => {
        this.readPadded(at + lane * parameters.pitch, plan, this.floats(saved.at + lane * saved.pitch + 4 * index * plan.size, plan.size));
      });
    }
    return saved;
  }

  /** As `Engine.restore`. */
  restore(model: SimdTrainable, saved: Float32Array, steps: readonly number[] | number): void {
    const count = savedSteps(model, steps);
    const parts = savedParts(model, saved);
    const { lanes, plan, parameters, first, second } = model;
    for (let lane = 0; lane < lanes; lane++) {
      const write = (at: number, part: Float32Array) => this.writePadded(at + lane * parameters.pitch, plan, part.subarray(lane * plan.size, (lane + 1) * plan.size));
      write(parameters.at, parts.parameters);
      write(first, parts.first);
      write(second, parts.second);
    }
    model.steps = count;
  }

  /** Freeing twice does nothing. */
  free(item: DeviceArray | Trainable): void {
    if ('parameters' in item) {
      this.models.get(item)?.forEach((block) => this.heap.release(block));
      this.models.delete(item);
      return;
    }
    const block = this.arrays.get(item);
    if (!block) return;
    this.arrays.delete(item);
    this.scopes.forget(item);
    this.heap.release(block);
  }

  /** Frees what `work` allocated but does not return; that goes to the scope around it. */
  scope<T extends readonly DeviceArray[]>(work: () => T): T {
    return this.scopes.run(work);
  }

  /** Frees everything; the memory itself goes when nobody holds the engine. */
  dispose(): void {
    [...this.models.keys(), ...this.arrays.keys()].forEach((item) => this.free(item));
    this.dropWorkspace();
  }

  /** Another configuration may need less. */
  dropWorkspace(): void {
    if (this.work) this.heap.release(this.work.block);
    this.work = null;
  }

  /** A model's arrays are its parameters and its two moments. */
  usage(): { readonly bytes: number; readonly arrays: number } {
    return { bytes: this.heap.used, arrays: this.arrays.size + 3 * this.models.size };
  }

  /** Memory for a call, which keeps nothing in it: the same each time, as large as was ever asked for. */
  workspace(bytes: number): number {
    if (this.work && this.work.bytes < bytes) this.dropWorkspace();
    this.work ??= { block: this.heap.allocate(bytes), bytes };
    return this.work.block.at;
  }

  /** One Adam step of one lane, whose gradient lies at `gradient`; `norm` gets the gradient's norm. */
  update(model: SimdTrainable, lane: number, gradient: number, learningRate: number, options: AdamOptions, norm: number): void {
    const { beta1, beta2, epsilon, maxGradientNorm, weightDecay = 0 } = options;
    const moved = lane * model.parameters.pitch;
    this.kernels.adam(
      model.parameters.at + moved, model.first + moved, model.second + moved, gradient, model.plan.padded,
      learningRate / (1 - power(beta1, model.steps)), 1 / Math.sqrt(1 - power(beta2, model.steps)), beta1, 1 - beta1, beta2, 1 - beta2, epsilon, maxGradientNorm,
      1 - learningRate * weightDecay, norm,
    );
  }

  /** A view, valid until the memory grows. */
  floats(at: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.kernels.memory.buffer, at, length);
  }

  words(at: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.kernels.memory.buffer, at, length);
  }

  private readPadded(at: number, plan: Plan, values: Float32Array): void {
    const padded = this.floats(at, plan.padded);
    plan.places.forEach((place, i) => { values[i] = padded[place]; });
  }

  private writePadded(at: number, plan: Plan, values: Float32Array): void {
    const padded = this.floats(at, plan.padded);
    plan.places.forEach((place, i) => { padded[place] = values[i]; });
  }
}
