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

/** The backend that an engine needs; null where it runs on any. */
const NEEDS: Readonly<Record<EngineName, BackendName | null>> = { ops: null, fused: 'webgpu', simd: 'wasm' };

/** From the fastest to the slowest. */
const ROADS: readonly Road[] = [
  { backend: 'webgpu', engine: 'fused' }, { backend: 'webgpu', engine: 'ops' },
  { backend: 'wasm', engine: 'simd' }, { backend: 'wasm', engine: 'ops' },
  { backend: 'cpu', engine: 'ops' },
];

/** The choice's backend where its engine runs on another only; null where the two agree. */
export function backendNeeded({ backend, engine }: EngineChoice): BackendName | null {
  const needed = engine === 'auto' ? null : NEEDS[engine];
  return needed !== null && backend !== 'auto' && backend !== needed ? needed : null;
}

/**
 * The roads that a choice leaves open, best first. On WebGPU the ops engine is taken only where it is asked for by name:
 * where the device fails, it fails for both.
 *
 * @throws Error where nothing can be had of what is asked for.
 */
export function roadsOf(choice: EngineChoice): readonly Road[] {
  const needed = backendNeeded(choice);
  if (needed !== null) throw new Error(`the ${choice.engine} engine runs on ${needed} only, not on ${choice.backend}`);
  return ROADS.filter(({ backend, engine }) => (choice.backend === 'auto' || backend === choice.backend)
    && (choice.engine === 'auto' ? !(backend === 'webgpu' && engine === 'ops') : engine === choice.engine));
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

/** What there is to say of the device where a backend computes on the processor. */
export function processorName(backend: BackendName): string {
  const cores = coresTold();
  return cores === null ? backend : `${backend}, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
}

/** More workers than this gain nothing but memory use. */
const MOST_WORKERS = 8;

/** How many workers a run deserves: a GPU takes all lanes in the same dispatches; a processor takes as many at once as it has cores. */
export function workersFor({ backend }: Road, cores: number | null): number {
  return backend === 'webgpu' ? 1 : Math.min(MOST_WORKERS, cores ?? LIKELY_CORES);
}
