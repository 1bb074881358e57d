/** Starts engines. */
import { resolveChoice, type EngineChoice } from './choose.ts';
import type { Engine } from './engine.ts';
import { currentDevice, startBackend } from './ops/backend.ts';

/** Starts an engine. `wasmUrl` is where the wasm binary lies. Throws where it cannot start. */
export async function createEngine(choice: EngineChoice, wasmUrl: string): Promise<Engine> {
  const { backend, engine } = await resolveChoice(choice);
  const description = await startBackend({ backend, wasmUrl });
  if (engine === 'fused') return (await import('./fused/engine.ts')).createFusedEngine(currentDevice(), description);
  return (await import('./ops/opsEngine.ts')).createOpsEngine(backend, description);
}
