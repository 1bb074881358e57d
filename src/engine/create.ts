/** Starts engines. Each is its own chunk, so that a road loads nothing of another: the SIMD engine needs no tfjs. */
import { processorName, type EngineChoice, type Road } from './choose.ts';
import type { Engine } from './engine.ts';
import { Ladder } from './ladder.ts';
import { loaded, WASM_SECONDS, within } from './waiting.ts';

/** What engines are made of besides code. */
export interface EngineFiles {
  /** Where tfjs's WebAssembly lies; in Node it finds its own. */
  readonly tfjs: string;
  /** Gives the compiled kernels of the SIMD engine. */
  readonly kernels: () => Promise<BufferSource>;
}

/** Starts an engine. Throws, in the lab's words, where it cannot start; never waits for ever. */
export async function createEngine(choice: EngineChoice, files: EngineFiles): Promise<Engine> {
  const road = await new Ladder().choose(choice);
  return road.engine === 'simd' ? createSimd(files) : createOnTfjs(road, files);
}

async function createSimd({ kernels }: EngineFiles): Promise<Engine> {
  const [binary, { createSimdEngine, startKernels }] = await Promise.all([kernels(), loaded(() => import('./simd/index.ts'))]);
  return createSimdEngine(await within(WASM_SECONDS, 'WebAssembly', () => startKernels(binary)), processorName('wasm'));
}

async function createOnTfjs({ backend, engine }: Road, { tfjs }: EngineFiles): Promise<Engine> {
  const { currentDevice, startBackend } = await loaded(() => import('./ops/backend.ts'));
  const description = await startBackend({ backend, wasmUrl: tfjs });
  const made = engine === 'fused'
    ? (await loaded(() => import('./fused/engine.ts'))).createFusedEngine(currentDevice(), description)
    : (await loaded(() => import('./ops/opsEngine.ts'))).createOpsEngine(backend, description);
  if (backend !== 'webgpu') return made;
  return { ...made, lost: currentDevice().lost.then(({ message, reason }) => message || reason) };
}
