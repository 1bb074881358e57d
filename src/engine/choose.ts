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
 * `auto` takes WebGPU on real graphics hardware, else wasm, else plain JavaScript.
 *
 * @throws Error with a message for the user where what is asked for by name is not to be had.
 */
export async function resolveChoice({ backend, engine }: EngineChoice): Promise<ResolvedChoice> {
  const adapter = await probeAdapter();
  if (backend === 'webgpu' && adapter === 'none') throw new Error('this browser offers no WebGPU adapter; choose wasm or auto');
  if (engine === 'fused') throw new Error('the fused engine is not part of this build');
  if (backend !== 'auto') return { backend, engine: 'ops', reason: `${backend} was asked for.` };
  if (adapter === 'hardware') return { backend: 'webgpu', engine: 'ops', reason: 'WebGPU with a graphics processor is the fastest here.' };
  const why = adapter === 'software' ? 'WebGPU is only emulated in software here' : 'this browser offers no WebGPU adapter';
  if (typeof WebAssembly === 'object') return { backend: 'wasm', engine: 'ops', reason: `WebAssembly on the processor, since ${why}.` };
  return { backend: 'cpu', engine: 'ops', reason: `Plain JavaScript, since ${why} and there is no WebAssembly. This is slow.` };
}

async function probeAdapter(): Promise<'hardware' | 'software' | 'none'> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter();
  if (!adapter) return 'none';
  return adapter.info.isFallbackAdapter ? 'software' : 'hardware';
}
