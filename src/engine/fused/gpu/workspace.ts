/** The memory that kernels work in: one buffer, as large as the largest need so far, handed from dispatch to dispatch. */
export interface LaneChunk {
  readonly firstLane: number;
  readonly lanes: number;
}

export class Workspace {
  private buffer: GPUBuffer | null = null;

  /** `submit` is called before a smaller buffer is given up: recorded commands may still name it. */
  constructor(private readonly device: GPUDevice, private readonly submit: () => void) {}

  get bytes(): number {
    return this.buffer?.size ?? 0;
  }

  /**
   * Cuts lanes so that each chunk's part, `floats` for each lane, fits into one binding. All lanes are one chunk on any
   * device whose limits are above WebGPU's least.
   */
  chunks(lanes: number, floats: number): LaneChunk[] {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const most = Math.max(1, Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / (floats * 4)));
    return Array.from({ length: Math.ceil(lanes / most) }, (_, index) =>
      ({ firstLane: index * most, lanes: Math.min(most, lanes - index * most) }));
  }

  /** At least `floats` floats; what was in it may be gone. */
  of(floats: number): GPUBuffer {
    const size = Math.max(4, Math.ceil(floats / 4)) * 16;
    if (this.buffer && this.buffer.size >= size) return this.buffer;
    this.submit();
    this.buffer?.destroy();
    this.buffer = this.device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    return this.buffer;
  }

  dispose(): void {
    this.buffer?.destroy();
    this.buffer = null;
  }
}
