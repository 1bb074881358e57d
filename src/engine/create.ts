/** Chooses and starts an engine. */
import type { BackendName, Engine, EngineName } from './engine.ts';
import { startBackend } from './ops/backend.ts';
import { createOpsEngine } from './ops/opsEngine.ts';

export interface EngineRequest {
  readonly backend: BackendName | 'auto';
  readonly engine: EngineName | 'auto';
  /** Where the wasm binary lies. */
  readonly wasmUrl: string;
}

export interface StartedEngine {
  readonly engine: Engine;
  /** Why this engine and not another, in a sentence. */
  readonly reason: string;
}

/**
 * Starts what is asked for; `auto` takes WebGPU on real graphics hardware, else wasm, else plain JavaScript.
 *
 * @throws Error with a message for the user where what is asked for by name is not to be had.
 */
export async function createEngine({ backend, engine, wasmUrl }: EngineRequest): Promise<StartedEngine> {
  const start = async (name: BackendName, reason: string): Promise<StartedEngine> =>
    ({ engine: createOpsEngine(name, await startBackend({ backend: name, wasmUrl })), reason });
  if (engine === 'fused') throw new Error('the fused engine is not part of this build');
  if (backend !== 'auto') {
    if (backend === 'webgpu' && (await probeAdapter()) === 'none') throw new Error('this browser offers no WebGPU adapter; choose wasm or auto');
    return start(backend, `${backend} was asked for.`);
  }
  const adapter = await probeAdapter();
  if (adapter === 'hardware') return start('webgpu', 'WebGPU with a graphics processor is the fastest here.');
  const why = adapter === 'software' ? 'WebGPU is only emulated in software here' : 'this browser offers no WebGPU adapter';
  try {
    return await start('wasm', `WebAssembly on the processor, since ${why}.`);
  } catch {
    return start('cpu', `Plain JavaScript, since ${why} and WebAssembly did not start. This is slow.`);
  }
}

async function probeAdapter(): Promise<'hardware' | 'software' | 'none'> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  if (!adapter) return 'none';
  return adapter.info.isFallbackAdapter ? 'software' : 'hardware';
}
