/** The shipped starting weights are what the project's own code makes. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/schema.ts';
import { startBackend } from '../engine/ops/backend.ts';
import { createOpsEngine } from '../engine/ops/opsEngine.ts';
import { Control } from './control.ts';
import { decodeStart, encodeStart, loadStarts, startsFile, type Start, type StartsReader } from './starts.ts';
import { trainSupervised, type SupervisedStage } from './supervised.ts';

const shipped = new URL('../../public/starts/', import.meta.url);
const read: StartsReader = async (name) => {
  const path = fileURLToPath(new URL(name, shipped));
  return existsSync(path) ? Uint8Array.from(readFileSync(path)).buffer : null;
};
const seed = defaultConfig.seeds[0];

async function shippedStart(): Promise<Start> {
  return (await loadStarts({ ...defaultConfig, seeds: [seed] }, read)).get(seed)!;
}

describe('shipped starts', { timeout: 600_000 }, () => {
  it.each([['sft', 'policy'], ['trunk', 'trunk']] as const)('a remade %s stage gives the shipped weights', async (stage: SupervisedStage, part) => {
    const engine = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
    const [made] = await trainSupervised(stage, defaultConfig, [seed], engine, new Control(), () => undefined);
    const known = (await shippedStart())[part];
    const norm = (values: Float32Array) => Math.hypot(...values);
    expect(norm(made.map((value, i) => value - known[i])) / norm(known)).toBeLessThan(1e-4);
  });

  it('are there for every seed of the default preset', async () => {
    expect([...(await loadStarts(defaultConfig, read)).keys()].sort()).toEqual([...defaultConfig.seeds].sort());
  });

  it('are left alone where a supervised field differs, and missing seeds are left out', async () => {
    expect((await loadStarts({ ...defaultConfig, sftSteps: 801 }, read)).size).toBe(0);
    expect((await loadStarts({ ...defaultConfig, seeds: [seed, 999_999] }, read)).size).toBe(1);
    expect((await loadStarts({ ...defaultConfig, beta: 0.3 }, read)).size).toBe(defaultConfig.seeds.length);
  });

  it('come back from a file as they went in, and a file of another size is refused', async () => {
    const start = await shippedStart();
    const bytes = encodeStart(start).buffer as ArrayBuffer;
    expect(decodeStart(defaultConfig, bytes)).toEqual(start);
    expect(() => decodeStart(defaultConfig, bytes.slice(4))).toThrow(/numbers/);
    expect(startsFile(seed)).toBe(`${seed}.bin`);
  });
});
