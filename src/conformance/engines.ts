/** Running fixtures on an engine: in this process, or in a page where there is WebGPU. */
import type { Arithmetic } from '../engine/arithmetic.ts';
import type { BackendName, EngineName } from '../engine/engine.ts';
import { createFusedArithmetic } from '../engine/fused/arithmetic.ts';
import { createOpsArithmetic } from '../engine/ops/arithmetic.ts';
import { currentDevice, startBackend } from '../engine/ops/backend.ts';
import { runFile, type CaseReport, type FixtureFile } from './runFile.ts';
import { engineSubject } from './subject.ts';

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
} satisfies Partial<Record<EngineName, (backend: BackendName) => Promise<Arithmetic>>>;

export type CheckedEngine = keyof typeof factories;
export const checkedEngines = Object.keys(factories) as readonly CheckedEngine[];

/** Reports of all cases that an engine has the arithmetic for. Rejects where the backend cannot start. */
export async function runOnEngine(backend: BackendName, engine: CheckedEngine, files: readonly FixtureFile[]): Promise<CaseReport[]> {
  const subject = engineSubject(engine === 'ops' ? backend : `${backend} ${engine}`, await factories[engine](backend));
  const reports: CaseReport[] = [];
  for (const file of files) reports.push(...(await runFile(file, subject)));
  return reports;
}
