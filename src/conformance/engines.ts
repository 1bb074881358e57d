/** Running fixtures on an engine: in this process, or in a page where there is WebGPU. */
import type { Arithmetic } from '../engine/arithmetic.ts';
import type { BackendName, EngineName } from '../engine/engine.ts';
import { createFusedArithmetic } from '../engine/fused/arithmetic.ts';
import { createOpsArithmetic } from '../engine/ops/arithmetic.ts';
import { currentDevice, startBackend } from '../engine/ops/backend.ts';
import { createSimdArithmetic } from '../engine/simd/arithmetic.ts';
import { startKernels } from '../engine/simd/kernels.ts';
import { runFile, type CaseReport, type FixtureFile } from './runFile.ts';
import { engineSubject } from './subject.ts';

/** Gives the compiled kernels of the SIMD engine. */
export type KernelsReader = () => Promise<BufferSource>;

/** Arithmetic of each engine, its backend started. */
const factories = {
  async ops(backend) {
    await startBackend({ backend });
    return createOpsArithmetic();
  },
  async fused(backend) {
    await startBackend({ backend });
    return createFusedArithmetic(currentDevice());
  },
  async simd(_, readKernels) {
    if (!readKernels) throw new Error('nothing gives the SIMD engine its kernels');
    return createSimdArithmetic(await startKernels(await readKernels()));
  },
} satisfies Record<EngineName, (backend: BackendName, readKernels: KernelsReader | undefined) => Promise<Arithmetic>>;

export const checkedEngines = Object.keys(factories) as readonly EngineName[];

/** As reports and complaints name it: the ops engine, which runs anywhere, goes without saying. */
export const roadName = (backend: BackendName, engine: EngineName): string => (engine === 'ops' ? backend : `${backend} ${engine}`);

/** Reports of all cases that an engine has the arithmetic for. Rejects where the backend cannot start. */
export async function runOnEngine(
  backend: BackendName, engine: EngineName, files: readonly FixtureFile[], readKernels?: KernelsReader,
): Promise<CaseReport[]> {
  const subject = engineSubject(roadName(backend, engine), await factories[engine](backend, readKernels));
  const reports: CaseReport[] = [];
  for (const file of files) reports.push(...(await runFile(file, subject)));
  return reports;
}
