/** How long each dispatch takes on the device, by its own clock. For benchmarks: each dispatch gets a pass of its own. */

/** As many queries as a set may have on every device; a dispatch takes two. */
const QUERIES = 4096;
const BYTES = 8;

export interface TimedDispatch {
  readonly kernel: string;
  readonly ms: number;
}

/** What a device needs for it, which is not to be had everywhere; browsers may round times to 0.1 ms. */
export const TIMESTAMPS: GPUFeatureName = 'timestamp-query';

export class DispatchTimer {
  private readonly queries: GPUQuerySet;
  private readonly resolved: GPUBuffer;
  private readonly staging: GPUBuffer;
  private kernels: string[] = [];

  constructor(private readonly device: GPUDevice) {
    this.queries = device.createQuerySet({ type: 'timestamp', count: QUERIES });
    this.resolved = device.createBuffer({ size: QUERIES * BYTES, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    this.staging = device.createBuffer({ size: QUERIES * BYTES, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  }

  /** Where the next dispatch, of this kernel, writes its times. Beyond some 2,000 since `take` none is timed. */
  writes(kernel: string): GPUComputePassTimestampWrites | undefined {
    const first = 2 * this.kernels.length;
    if (first + 2 > QUERIES) return undefined;
    this.kernels.push(kernel);
    return { querySet: this.queries, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 };
  }

  /** The dispatches since the last call, in their order. All of them must have been submitted. */
  async take(): Promise<TimedDispatch[]> {
    const { kernels } = this;
    this.kernels = [];
    if (kernels.length === 0) return [];
    const encoder = this.device.createCommandEncoder();
    encoder.resolveQuerySet(this.queries, 0, 2 * kernels.length, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, this.staging, 0, 2 * kernels.length * BYTES);
    this.device.queue.submit([encoder.finish()]);
    await this.staging.mapAsync(GPUMapMode.READ);
    const times = new BigUint64Array(this.staging.getMappedRange().slice(0, 2 * kernels.length * BYTES));
    this.staging.unmap();
    return kernels.map((kernel, index) => ({ kernel, ms: Number(times[2 * index + 1] - times[2 * index]) / 1e6 }));
  }
}
