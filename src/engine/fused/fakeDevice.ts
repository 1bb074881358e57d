/** Material for tests: a device that computes nothing and counts what is asked of it. Results are zeros. */

/** Names that browsers give flags; their values matter to nobody here. */
const FLAGS = {
  GPUBufferUsage: { MAP_READ: 1, COPY_SRC: 4, COPY_DST: 8, UNIFORM: 64, STORAGE: 128 },
  GPUShaderStage: { COMPUTE: 4 },
  GPUMapMode: { READ: 1 },
};

export interface Counted {
  /** Of buffers that are not destroyed. */
  buffers: number;
  bytes: number;
  dispatches: number;
}

/** @param limits of the device, beside generous ones */
export function fakeDevice(limits: Readonly<Record<string, number>> = {}): { readonly device: GPUDevice; readonly counted: Counted } {
  Object.assign(globalThis, FLAGS);
  const counted: Counted = { buffers: 0, bytes: 0, dispatches: 0 };
  const ignored = () => undefined;
  const device = {
    limits: { maxStorageBufferBindingSize: 2 ** 27, maxBufferSize: 2 ** 28, maxComputeWorkgroupsPerDimension: 65_535, ...limits },
    features: new Set(),
    addEventListener: ignored, removeEventListener: ignored,
    createBuffer({ size }: { size: number }) {
      counted.buffers++;
      counted.bytes += size;
      let there = true;
      return {
        size, mapAsync: async () => undefined, getMappedRange: () => new ArrayBuffer(size), unmap: ignored,
        destroy() {
          if (!there) return;
          there = false;
          counted.buffers--;
          counted.bytes -= size;
        },
      };
    },
    createShaderModule: () => ({}), createBindGroupLayout: () => ({}), createPipelineLayout: () => ({}), createBindGroup: () => ({}),
    createComputePipeline: () => ({}), createComputePipelineAsync: async () => ({}),
    createCommandEncoder: () => ({
      beginComputePass: () => ({ setPipeline: ignored, setBindGroup: ignored, dispatchWorkgroups: () => { counted.dispatches++; }, end: ignored }),
      copyBufferToBuffer: ignored, clearBuffer: ignored, finish: () => ({}),
    }),
    queue: { writeBuffer: ignored, submit: ignored, onSubmittedWorkDone: async () => undefined },
  };
  return { device: device as unknown as GPUDevice, counted };
}
