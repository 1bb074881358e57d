/** Which engine a run gets. Apart from `create.ts`, so that asking does not load tfjs. */
import type { BackendName, EngineName } from './engine.ts';

export interface EngineChoice {
  readonly backend: BackendName | 'auto';
  readonly engine: EngineName | 'auto';
}

/** A choice without `auto`. */
export interface ResolvedChoice {
  readonly backend: BackendName;
  readonly engine: EngineName;
  /** Why this engine and not another, in a sentence. */
  readonly reason: string;
}

/**
 * `auto` takes WebGPU on real graphics hardware, else wasm, else plain JavaScript; on WebGPU the fused kernels.
 *
 * @throws Error with a message for the user where what is asked for by name is not to be had.
 */
export async function resolveChoice({ backend, engine }: EngineChoice): Promise<ResolvedChoice> {
  if (engine === 'fused' && backend !== 'auto' && backend !== 'webgpu') throw new Error(`the fused engine runs on webgpu only, not on ${backend}`);
  const adapter = await probeAdapter();
  if (backend === 'webgpu' || engine === 'fused') {
    if (adapter === 'none') throw new Error('this browser offers no WebGPU adapter; choose wasm or auto');
    return { backend: 'webgpu', engine: engine === 'ops' ? 'ops' : 'fused', reason: `${engine === 'fused' ? 'The fused engine' : 'WebGPU'} was asked for.` };
  }
  if (backend !== 'auto') return { backend, engine: 'ops', reason: `${backend} was asked for.` };
  if (adapter === 'hardware') {
    const reason = 'WebGPU with a graphics processor is the fastest here.';
    return { backend: 'webgpu', engine: engine === 'ops' ? 'ops' : 'fused', reason };
  }
  const why = adapter === 'software' ? 'WebGPU is only emulated in software here' : 'this browser offers no WebGPU adapter';
  if (typeof WebAssembly === 'object') return { backend: 'wasm', engine: 'ops', reason: `WebAssembly on the processor, since ${why}.` };
  return { backend: 'cpu', engine: 'ops', reason: `Plain JavaScript, since ${why} and there is no WebAssembly. This is slow.` };
}

async function probeAdapter(): Promise<'hardware' | 'software' | 'none'> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  if (!adapter) return 'none';
  return adapter.info.isFallbackAdapter ? 'software' : 'hardware';
}
