/** Starting tfjs backends. Each is its own chunk, loaded when it is asked for. */
import * as tf from '@tensorflow/tfjs-core';
import { browserGpu, gpuName, openDevice, type AdapterNames } from '../adapter.ts';
import { processorName } from '../choose.ts';
import type { BackendName } from '../engine.ts';
import { loaded, WASM_SECONDS, within } from '../waiting.ts';
import { wasmFile } from '../wasmFile.ts';
import { Explained } from '../words.ts';

export interface BackendStart {
  readonly backend: BackendName;
  /** Where the wasm binary lies; in Node tfjs finds its own. */
  readonly wasmUrl?: string;
}

/** The device of tfjs's WebGPU backend. */
let gpu: { readonly device: GPUDevice; readonly names: AdapterNames } | null = null;
/** By name; a thread has one backend of each. */
const starts = new Map<BackendName, Promise<void>>();

/**
 * Makes `backend` tfjs's current one and returns a description of the device. tfjs has one current backend per thread,
 * so a thread works with one ops engine at a time. Never waits for ever.
 *
 * @throws Explained with a clause for the visitor where the backend cannot start: no adapter, no wasm.
 */
export async function startBackend({ backend, wasmUrl }: BackendStart): Promise<string> {
  const start = starts.get(backend) ?? register(backend, wasmUrl);
  starts.set(backend, start);
  try {
    await start;
    if (!(await tf.setBackend(backend))) throw new Explained(`tfjs did not take its ${backend} backend`);
    await tf.ready();
  } catch (error) {
    starts.delete(backend);
    throw error;
  }
  return describe(backend);
}

/**
 * Gives tfjs a backend that is made already: what tfjs makes itself it may wait for without end, and where that fails
 * it says so to the console alone.
 */
async function register(backend: BackendName, wasmUrl: string | undefined): Promise<void> {
  switch (backend) {
    case 'cpu':
      await loaded(() => import('@tensorflow/tfjs-backend-cpu'));
      return;
    case 'wasm': {
      const wasm = await loaded(() => import('@tensorflow/tfjs-backend-wasm'));
      const address = wasmUrl ? await wasmAddress(wasmUrl) : null;
      if (address !== null) {
        // tfjs insists on an address for each of its three binaries; threads need an isolated page, which this is not.
        const binaries = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'] as const;
        wasm.setWasmPaths(Object.fromEntries(binaries.map((name) => [name, address])));
      }
      const made = await within(WASM_SECONDS, 'WebAssembly', async () => tf.findBackendFactory('wasm')());
      if (address !== null) URL.revokeObjectURL(address);
      return replace('wasm', made);
    }
    case 'webgpu': {
      gpu = await openDevice(browserGpu);
      const { WebGPUBackend } = await loaded(() => import('@tensorflow/tfjs-backend-webgpu'));
      // Tensors under 1000 elements would otherwise be computed on the CPU, behind a wait for the GPU.
      tf.env().set('WEBGPU_CPU_FORWARD', false);
      // tfjs reads these two, as if every browser told them.
      const { vendor = '', architecture = '' } = gpu.names;
      return replace('webgpu', new WebGPUBackend(gpu.device, { vendor, architecture } as GPUAdapterInfo));
    }
  }
}

/** An address of the binary, which is loaded and valid. */
async function wasmAddress(url: string): Promise<string> {
  return URL.createObjectURL(new Blob([await wasmFile(url)], { type: 'application/wasm' }));
}

function replace(name: BackendName, made: tf.KernelBackend): void {
  if (name in tf.engine().registryFactory) tf.removeBackend(name);
  tf.registerBackend(name, () => made);
}

/** tfjs's own WebGPU device, once the webgpu backend is started. */
export function currentDevice(): GPUDevice {
  if (!gpu) throw new Error('the webgpu backend has not been started');
  return gpu.device;
}

function describe(backend: BackendName): string {
  return backend !== 'webgpu' || !gpu ? processorName(backend) : gpuName(gpu.names);
}
