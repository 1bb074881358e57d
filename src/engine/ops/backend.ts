/** Starting tfjs backends. Each is its own chunk, loaded when it is asked for. */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../engine.ts';

export interface BackendStart {
  readonly backend: BackendName;
  /** Where the wasm binary lies; in Node tfjs finds its own. */
  readonly wasmUrl?: string;
}

/**
 * Makes `backend` tfjs's current one and returns a description of the device. tfjs has one current backend per thread,
 * so a thread works with one ops engine at a time.
 *
 * @throws where the backend cannot start: no adapter, no wasm.
 */
export async function startBackend({ backend, wasmUrl }: BackendStart): Promise<string> {
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      break;
    case 'wasm': {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      if (wasmUrl) {
        // tfjs insists on an address for each of its three binaries; threads need an isolated page, which this is not.
        const binaries = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'] as const;
        wasm.setWasmPaths(Object.fromEntries(binaries.map((name) => [name, wasmUrl])));
      }
      break;
    }
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      // Tensors under 1000 elements would otherwise be computed on the CPU, behind a wait for the GPU.
      tf.env().set('WEBGPU_CPU_FORWARD', false);
      break;
  }
  if (!(await tf.setBackend(backend))) throw new Error(`the ${backend} backend did not start`);
  await tf.ready();
  return describe(backend);
}

interface WebGpuBackend {
  readonly device: GPUDevice;
  readonly adapterInfo: { readonly vendor: string; readonly architecture: string; readonly description?: string };
}
const webGpuBackend = () => tf.backend() as unknown as WebGpuBackend;

/** tfjs's own WebGPU device, once the webgpu backend is started. */
export function currentDevice(): GPUDevice {
  return webGpuBackend().device;
}

function describe(backend: BackendName): string {
  if (backend !== 'webgpu') return `${backend}, ${globalThis.navigator?.hardwareConcurrency ?? 1} cores`;
  const { vendor, architecture, description } = webGpuBackend().adapterInfo;
  return [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed GPU';
}
