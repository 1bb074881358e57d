/** The memory that kernels work in: one buffer, as large as the largest need so far, handed from dispatch to dispatch. */
export class Workspace {
  private buffer: GPUBuffer | null = null;

  /** `submit` is called before a smaller buffer is given up: recorded commands may still name it. */
  constructor(private readonly device: GPUDevice, private readonly submit: () => void) {}

  get bytes(): number {
    return this.buffer?.size ?? 0;
  }

  /** At least `floats` floats; what was in it may be gone. */
  of(floats: number): GPUBuffer {
    const size = Math.max(4, Math.ceil(floats / 4)) * 16;
    if (this.buffer && this.buffer.size >= size) return this.buffer;
    this.dispose();
    this.buffer = this.device.createBuffer({ size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
    return this.buffer;
  }

  /** Gives the memory back; the next need gets new one. */
  dispose(): void {
    this.submit();
    this.buffer?.destroy();
    this.buffer = null;
  }
}
