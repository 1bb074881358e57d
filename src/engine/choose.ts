/** What may be asked of engines, and the roads to one. Apart from `create.ts`, so that asking does not load tfjs. */
import type { BackendName, EngineName } from './engine.ts';

export interface EngineChoice {
  readonly backend: BackendName | 'auto';
  readonly engine: EngineName | 'auto';
}

/** A choice without `auto`. */
export interface Road {
  readonly backend: BackendName;
  readonly engine: EngineName;
}

export interface ResolvedChoice extends Road {
  /** Why this engine and not another, in a sentence. */
  readonly reason: string;
}

/**
 * The roads that a choice leaves open, best first. More than one only where the backend is left to the lab; the fused
 * engine runs on WebGPU alone.
 *
 * @throws Error where nothing can be had of what is asked for.
 */
export function roadsOf({ backend, engine }: EngineChoice): readonly Road[] {
  if (engine === 'fused' && backend !== 'auto' && backend !== 'webgpu') throw new Error(`the fused engine runs on webgpu only, not on ${backend}`);
  const gpu: Road = { backend: 'webgpu', engine: engine === 'ops' ? 'ops' : 'fused' };
  if (backend === 'webgpu' || engine === 'fused') return [gpu];
  if (backend !== 'auto') return [{ backend, engine: 'ops' }];
  return [gpu, { backend: 'wasm', engine: 'ops' }, { backend: 'cpu', engine: 'ops' }];
}

/** What to do where a road that was asked for by name leads nowhere. */
export const INSTEAD: Readonly<Record<BackendName, string>> = {
  webgpu: 'choose wasm or Automatic', wasm: 'choose cpu or Automatic', cpu: 'choose wasm or Automatic',
};

/** Where the browser does not say how many there are. */
const LIKELY_CORES = 2;

/** How many processor cores the browser admits to; null where it does not say. */
export function coresTold(): number | null {
  try {
    const told: unknown = globalThis.navigator?.hardwareConcurrency;
    return typeof told === 'number' && Number.isFinite(told) && told >= 1 ? Math.floor(told) : null;
  } catch {
    return null;
  }
}

/** More workers than this gain nothing but memory use. */
const MOST_WORKERS = 8;

/** How many workers a run deserves: a GPU takes all lanes in the same dispatches; a processor takes as many at once as it has cores. */
export function workersFor({ backend }: Road, cores: number | null): number {
  return backend === 'webgpu' ? 1 : Math.min(MOST_WORKERS, cores ?? LIKELY_CORES);
}
