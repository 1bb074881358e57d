/** Starts engines. */
import type { EngineChoice } from './choose.ts';
import type { Engine } from './engine.ts';
import { Ladder } from './ladder.ts';
import { currentDevice, startBackend } from './ops/backend.ts';
import { loaded } from './waiting.ts';

/** Starts an engine. `wasmUrl` is where the wasm binary lies. Throws, in the lab's words, where it cannot start; never waits for ever. */
export async function createEngine(choice: EngineChoice, wasmUrl: string): Promise<Engine> {
  const { backend, engine } = await new Ladder().choose(choice);
  const description = await startBackend({ backend, wasmUrl });
  const made = engine === 'fused'
    ? (await loaded(() => import('./fused/engine.ts'))).createFusedEngine(currentDevice(), description)
    : (await loaded(() => import('./ops/opsEngine.ts'))).createOpsEngine(backend, description);
  if (backend !== 'webgpu') return made;
  return { ...made, lost: currentDevice().lost.then(({ message, reason }) => message || reason) };
}
