/** Material for tests: every engine that runs in Node. */
import type { Engine } from './engine.ts';
import { startBackend } from './ops/backend.ts';
import { createOpsEngine } from './ops/opsEngine.ts';
import { simdEngine } from './simd/testing.ts';

export const nodeEngines: readonly (readonly [name: string, start: () => Promise<Engine>])[] = [
  ...(['cpu', 'wasm'] as const).map((backend) => [`ops engine on ${backend}`, async () => createOpsEngine(backend, await startBackend({ backend }))] as const),
  ['SIMD engine', simdEngine],
];
