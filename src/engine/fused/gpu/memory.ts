/** Arrays on the device: pooled by size, counted, freed by scopes. */
import type { DeviceArray } from '../../engine.ts';
import { Scopes } from '../../scopes.ts';
import { sizeOf } from '../../shapes.ts';
import { checkSize } from './limits.ts';

/** A device array with its buffer. `lanes` is its first axis. */
export interface GpuArray extends DeviceArray {
  readonly buffer: GPUBuffer;
  /** Floats from the start of one lane to that of the next: those of a lane, or more. */
  readonly pitch: number;
}

/** Bytes of a binding are a multiple of this, so that every array is a valid `array<vec4<f32>>` too. */
const GRANULE = 16;

/**
 * Freed buffers wait, by size, for the next array of that size. Reuse is safe while commands are pending: the device runs
 * them in order. With shapes fixed by the caller the pool stops growing after the first step.
 */
export class Memory {
  private readonly pool = new Map<number, GPUBuffer[]>();
  private readonly live = new Set<GpuArray>();
  private readonly scopes = new Scopes<GpuArray>((array) => this.free(array));
  private bytes = 0;

  constructor(private readonly device: GPUDevice) {}

  /** @throws Explained where the array would be larger than the device allows. */
  allocate(shape: readonly number[], type: DeviceArray['type'] = 'float32', pitch = laneSize(shape)): GpuArray {
    const size = bytesOf(shape, pitch);
    const buffer = this.pool.get(size)?.pop() ?? this.create(size);
    const array = { shape, type, buffer, pitch };
    this.live.add(array);
    this.scopes.add(array);
    return array;
  }

  /** Like `allocate`, but no scope frees it. */
  keep(shape: readonly number[], type?: DeviceArray['type'], pitch?: number): GpuArray {
    const array = this.allocate(shape, type, pitch);
    this.scopes.forget(array);
    return array;
  }

  /** Freeing twice does nothing. */
  free(array: DeviceArray): void {
    const found = array as GpuArray;
    if (!this.live.delete(found)) return;
    this.scopes.forget(found);
    const size = bytesOf(found.shape, found.pitch);
    const waiting = this.pool.get(size);
    if (waiting) waiting.push(found.buffer);
    else this.pool.set(size, [found.buffer]);
  }

  /** Frees what `work` allocated but does not return; that goes to the scope around it. */
  scope<T extends readonly DeviceArray[]>(work: () => T): T {
    return this.scopes.run(work);
  }

  /** Bytes of all buffers, pooled ones included; arrays in use. */
  usage(): { bytes: number; arrays: number } {
    return { bytes: this.bytes, arrays: this.live.size };
  }

  /** Gives the device back what no array uses. Commands that name it must have been submitted. */
  drop(): void {
    this.pool.forEach((buffers, size) => {
      this.bytes -= size * buffers.length;
      buffers.forEach((buffer) => buffer.destroy());
    });
    this.pool.clear();
  }

  dispose(): void {
    this.live.forEach(({ buffer }) => buffer.destroy());
    this.pool.forEach((buffers) => buffers.forEach((buffer) => buffer.destroy()));
    this.live.clear();
    this.pool.clear();
    this.bytes = 0;
  }

  private create(size: number): GPUBuffer {
    checkSize(this.device, size, 'one that this run needs');
    this.bytes += size;
    return this.device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST });
  }
}

/** Values of a lane. */
export const laneSize = ([, ...rest]: readonly number[]): number => sizeOf(rest);

function bytesOf([lanes]: readonly number[], pitch: number): number {
  return Math.max(1, Math.ceil((lanes * pitch * 4) / GRANULE)) * GRANULE;
}
