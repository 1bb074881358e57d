/** Recording and submitting work: pipelines, dispatches, uploads, readbacks. */
import { sizeOf } from '../../shapes.ts';
import { explain, Explained } from '../../words.ts';
import { packSettings, source, type Kernel, type SettingTypes, type SettingValues } from './kernel.ts';
import { laneSize, type GpuArray } from './memory.ts';
import { nudged } from './nudge.ts';
import type { DispatchTimer } from './timestamps.ts';

/** Uniform offsets must be multiples of this on every device. */
const SLOT_BYTES = 256;
/** Dispatches recorded before they are handed to the device: enough to spare calls, few enough to keep it busy. */
const SLOTS = 16;

/** Bind groups kept for a kernel: more than a step of several arms uses. */
const MOST_GROUPS = 64;

interface Compiled {
  readonly layout: GPUBindGroupLayout;
  readonly pipeline: GPUComputePipeline;
  /** By the buffers that they bind. */
  readonly groups: Map<string, GPUBindGroup>;
}

export interface Counters {
  dispatches: number;
  readbacks: number;
  uploads: number;
}

/** One device's work in order. Nothing waits but `read` and `compile`. */
export class Queue {
  readonly counters: Counters = { dispatches: 0, readbacks: 0, uploads: 0 };
  private readonly compiled = new Map<string, Compiled>();
  private readonly settings: GPUBuffer;
  private readonly slots = new DataView(new ArrayBuffer(SLOT_BYTES * SLOTS));
  private used = 0;
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  private readonly stagings = new Map<number, GPUBuffer[]>();
  private readonly numbers = new WeakMap<GPUBuffer, number>();
  private numbered = 0;
  private failure: Explained | null = null;
  private readonly onError = ({ error }: GPUUncapturedErrorEvent) => {
    const { what, advice } = explain(error);
    this.failure ??= new Explained(what, advice);
  };

  constructor(readonly device: GPUDevice, private readonly timer: DispatchTimer | null = null) {
    this.settings = device.createBuffer({ size: SLOT_BYTES * SLOTS, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    device.addEventListener('uncapturederror', this.onError);
  }

  /** Compiles ahead of use, all at once, off this thread. `onProgress` hears of each kernel that is done. */
  async compile(kernels: readonly Kernel[], onProgress: (done: number, total: number) => void = () => {}): Promise<void> {
    const missing = kernels.filter(({ name }, index) => !this.compiled.has(name) && kernels.findIndex((other) => other.name === name) === index);
    let done = 0;
    onProgress(done, missing.length);
    await Promise.all(missing.map(async (kernel) => {
      const { layout, descriptor } = this.describe(kernel);
      this.compiled.set(kernel.name, { layout, groups: new Map(), pipeline: await this.device.createComputePipelineAsync(descriptor) });
      onProgress(++done, missing.length);
    }));
  }

  /** Records `kernel` over `groups` workgroups; `arrays` in the order of its bindings. */
  dispatch<S extends SettingTypes>(
    kernel: Kernel<S>, values: SettingValues<S>, arrays: readonly GPUBuffer[], groups: readonly [x: number, y: number],
  ): void {
    const compiled = this.pipelineOf(kernel);
    if (this.used === SLOTS) this.submit();
    const offset = this.used++ * SLOT_BYTES;
    packSettings(kernel.settings, values, new DataView(this.slots.buffer, offset, SLOT_BYTES));
    if (this.timer) this.endPass();
    this.pass ??= this.recording().beginComputePass(this.passFor(kernel.name));
    this.pass.setPipeline(compiled.pipeline);
    this.pass.setBindGroup(0, this.groupOf(compiled, arrays), [offset]);
    this.pass.dispatchWorkgroups(...groups);
    this.counters.dispatches++;
  }

  /** Copies values to the start of a buffer, after all that was recorded before. */
  upload(buffer: GPUBuffer, values: Float32Array | Int32Array | Uint32Array): void {
    this.submit();
    this.device.queue.writeBuffer(buffer, 0, values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
    this.counters.uploads++;
  }

  clear(buffer: GPUBuffer): void {
    this.endPass();
    this.recording().clearBuffer(buffer);
  }

  /** Places and sizes in floats. */
  copy(from: GPUBuffer, fromFloat: number, to: GPUBuffer, toFloat: number, floats: number): void {
    this.endPass();
    this.recording().copyBufferToBuffer(from, 4 * fromFloat, to, 4 * toFloat, 4 * floats);
  }

  /** Hands recorded work to the device. */
  submit(): void {
    if (!this.encoder) return;
    this.endPass();
    this.device.queue.writeBuffer(this.settings, 0, this.slots.buffer, 0, this.used * SLOT_BYTES);
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
    this.used = 0;
  }

  /** Lets go of what names buffers that are gone. */
  forget(): void {
    this.compiled.forEach(({ groups }) => groups.clear());
    this.stagings.forEach((buffers) => buffers.forEach((buffer) => buffer.destroy()));
    this.stagings.clear();
  }

  /** Resolves when the device has done all that was handed to it. */
  done(): Promise<undefined> {
    return this.device.queue.onSubmittedWorkDone();
  }

  /** Copies all arrays back at once. @throws from the first error that the device reported on, or where it was lost. */
  async read(arrays: readonly GpuArray[]): Promise<Float32Array[]> {
    const sizes = arrays.map(({ shape }) => sizeOf(shape) * 4);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const staging = this.stagings.get(total)?.pop()
      ?? this.device.createBuffer({ size: Math.max(total, 4), usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    this.endPass();
    let offset = 0;
    for (const { buffer, shape, pitch } of arrays) {
      // Lanes that lie behind each other are one copy.
      const lanes = pitch === laneSize(shape) ? 1 : shape[0];
      const size = (sizeOf(shape) * 4) / lanes;
      for (let lane = 0; lane < lanes; lane++, offset += size) this.recording().copyBufferToBuffer(buffer, lane * pitch * 4, staging, offset, size);
    }
    this.submit();
    this.counters.readbacks++;
    await nudged(staging.mapAsync(GPUMapMode.READ), () => this.device.queue.submit([this.device.createCommandEncoder().finish()]));
    const bytes = staging.getMappedRange().slice(0);
    staging.unmap();
    const waiting = this.stagings.get(total);
    if (waiting) waiting.push(staging);
    else this.stagings.set(total, [staging]);
    if (this.failure) throw this.failure;
    offset = 0;
    return arrays.map(({ type, shape }, index) => {
      const start = offset;
      offset += sizes[index];
      return type === 'int32' ? Float32Array.from(new Int32Array(bytes, start, sizeOf(shape))) : new Float32Array(bytes, start, sizeOf(shape));
    });
  }

  dispose(): void {
    this.submit();
    this.device.removeEventListener('uncapturederror', this.onError);
    this.settings.destroy();
    this.stagings.forEach((buffers) => buffers.forEach((buffer) => buffer.destroy()));
    this.stagings.clear();
  }

  /** Pooled buffers come back in the same order step after step, and with them the groups. */
  private groupOf({ layout, groups }: Compiled, arrays: readonly GPUBuffer[]): GPUBindGroup {
    const key = arrays.map((buffer) => this.numberOf(buffer)).join(' ');
    const found = groups.get(key);
    if (found) return found;
    const group = this.device.createBindGroup({
      layout,
      entries: [
        { binding: 0, resource: { buffer: this.settings, size: SLOT_BYTES } },
        ...arrays.map((buffer, index) => ({ binding: index + 1, resource: { buffer } })),
      ],
    });
    if (groups.size === MOST_GROUPS) groups.clear();
    groups.set(key, group);
    return group;
  }

  private numberOf(buffer: GPUBuffer): number {
    const number = this.numbers.get(buffer) ?? this.numbered++;
    this.numbers.set(buffer, number);
    return number;
  }

  private pipelineOf(kernel: Kernel): Compiled {
    const found = this.compiled.get(kernel.name);
    if (found) return found;
    const { layout, descriptor } = this.describe(kernel);
    const compiled = { layout, groups: new Map<string, GPUBindGroup>(), pipeline: this.device.createComputePipeline(descriptor) };
    this.compiled.set(kernel.name, compiled);
    return compiled;
  }

  private describe(kernel: Kernel): { layout: GPUBindGroupLayout; descriptor: GPUComputePipelineDescriptor } {
    const { device } = this;
    const entry = (binding: number, type: GPUBufferBindingType) =>
      ({ binding, visibility: GPUShaderStage.COMPUTE, buffer: { type, hasDynamicOffset: type === 'uniform' } });
    const layout = device.createBindGroupLayout({
      entries: [
        entry(0, 'uniform'),
        ...kernel.bindings.map(({ access }, index) => entry(index + 1, access === 'read' ? 'read-only-storage' : 'storage')),
      ],
    });
    return {
      layout,
      descriptor: {
        label: kernel.name,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module: device.createShaderModule({ label: kernel.name, code: source(kernel) }), entryPoint: 'run' },
      },
    };
  }

  private recording(): GPUCommandEncoder {
    this.encoder ??= this.device.createCommandEncoder();
    return this.encoder;
  }

  private passFor(kernel: string): GPUComputePassDescriptor | undefined {
    const timestampWrites = this.timer?.writes(kernel);
    return timestampWrites && { timestampWrites };
  }

  private endPass(): void {
    this.pass?.end();
    this.pass = null;
  }
}
