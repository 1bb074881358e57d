/** Starts engines. */
import { resolveChoice, type EngineChoice } from './choose.ts';
import type { Engine } from './engine.ts';
import { startBackend } from './ops/backend.ts';
import { createOpsEngine } from './ops/opsEngine.ts';

/** Starts an engine. `wasmUrl` is where the wasm binary lies. Throws where it cannot start. */
export async function createEngine(choice: EngineChoice, wasmUrl: string): Promise<Engine> {
  const { backend } = await resolveChoice(choice);
  return createOpsEngine(backend, await startBackend({ backend, wasmUrl }));
}
