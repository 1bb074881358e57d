/** Runs in the page: the ops engine on WebGPU and wasm against itself on the processor, and the SIMD engine's bits. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import type { BackendName } from '../src/engine/engine.ts';
import { startBackend } from '../src/engine/ops/backend.ts';
import { createOpsEngine } from '../src/engine/ops/opsEngine.ts';
import kernelsUrl from '../src/engine/simd/kernels.wasm?url';
import { createSimdEngine, startKernels } from '../src/engine/simd/index.ts';
import { bitTrial, fingerprint } from '../src/engine/trial.ts';
import { wasmFile } from '../src/engine/wasmFile.ts';
import { createModels, distance, headSteps, rlStep } from './rlStep.ts';

async function stepOn(backend: BackendName): Promise<Float32Array[]> {
  const engine = createOpsEngine(backend, await startBackend({ backend, wasmUrl }));
  return engine.read([...rlStep(engine, createModels(engine, 2), 1), ...headSteps(engine, 2, 5)]);
}

/** Of one R2M step: the tokens on cpu and on `backend`, and the relative errors of rewards, statistics and, beside it, fitted heads. */
export async function stepAgainstCpu(backend: BackendName): Promise<{ tokens: number[][]; errors: number[] }> {
  const [expected, ...values] = await stepOn('cpu');
  const [found, ...others] = await stepOn(backend);
  return { tokens: [[...found], [...expected]], errors: others.map((value, i) => distance(value, values[i])) };
}

/** All bits of two RL steps on the SIMD engine. */
export async function simdFingerprint(): Promise<string> {
  return fingerprint(createSimdEngine(await startKernels(await wasmFile(kernelsUrl)), ''), bitTrial);
}
