/** Material for tests that need an engine and do not care which: the fastest in Node. */
import { kernelsBinary } from '../../../scripts/kernels.ts';
import type { Engine } from '../engine.ts';
import { createSimdEngine, startKernels } from './index.ts';

/** With a memory of its own. */
export async function simdEngine(): Promise<Engine> {
  return createSimdEngine(await startKernels(await kernelsBinary()), '');
}
