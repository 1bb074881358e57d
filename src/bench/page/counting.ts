/** Counting what a piece of work sends to the device. */
import * as tf from '@tensorflow/tfjs-core';

const dispatched = { count: 0 };

/**
 * Counts every GPU dispatch of this page, whoever makes it, and every kernel that jax-js runs on wasm: it makes an
 * instance of a module for each. The SIMD engine's are counted by `counted`. To be called once in a page, before anything starts.
 */
export function startCounting(): void {
  if (typeof GPUComputePassEncoder !== 'undefined') {
    for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'] as const) {
      const original = Reflect.get(GPUComputePassEncoder.prototype, name) as (...args: unknown[]) => undefined;
      Reflect.set(GPUComputePassEncoder.prototype, name, function counted(this: GPUComputePassEncoder, ...args: unknown[]) {
        dispatched.count++;
        return original.apply(this, args);
      });
    }
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, args: ConstructorParameters<typeof WebAssembly.Instance>) {
      dispatched.count++;
      return new target(...args);
    },
  });
}

/** `kernels`, counted: every call is one kernel, but for those that only tell sizes. */
export function counted<T extends object>(kernels: T): T {
  const members = Object.entries(kernels).map(([name, member]: [string, unknown]) => {
    if (typeof member !== 'function' || /Bytes$|^freeFrom$/.test(name)) return [name, member];
    const kernel = member as (...args: readonly unknown[]) => unknown;
    return [name, (...args: readonly unknown[]) => {
      dispatched.count++;
      return kernel(...args);
    }];
  });
  return Object.fromEntries(members) as T;
}

/** tfjs kernels that only give data another name. */
const FREE = new Set(['Reshape', 'Identity', 'ExpandDims']);

/** Since the page began. */
export const dispatchesSoFar = (): number => dispatched.count;

/** Kernels that tfjs runs in one piece of work: to be done off the clock. (tfjs's own profiler fails beyond some 100,000 of them.) */
export async function kernelsOf(work: () => Promise<void>): Promise<number> {
  const engine = tf.engine();
  const original = engine.runKernel.bind(engine) as (...args: readonly unknown[]) => unknown;
  let count = 0;
  Reflect.set(engine, 'runKernel', (name: string, ...rest: readonly unknown[]) => {
    if (!FREE.has(name)) count++;
    return original(name, ...rest);
  });
  try {
    await work();
  } finally {
    Reflect.deleteProperty(engine, 'runKernel');
  }
  return count;
}
