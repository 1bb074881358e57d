/** The shipped starting weights are what the project's own code makes. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { Control } from './control.ts';
import { decodeStart, encodeStart, loadStarts, shippedSeeds, STARTS_INDEX, startsFile, type Start, type StartsReader } from './starts.ts';
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
    const [made] = await trainSupervised(stage, defaultConfig, [seed], await simdEngine(), new Control(), () => undefined);
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
    expect(() => decodeStart(defaultConfig, bytes.slice(4))).toThrow('the file is 183,732 bytes, not 183,736');
    expect(startsFile(seed)).toBe(`${seed}.bin`);
  });
});

describe('a shipped file that is not what was shipped', () => {
  const text = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)).buffer;
  const spoiled = (bytes: ArrayBuffer, spoil: (values: Float32Array) => void) => {
    spoil(new Float32Array(bytes));
    return bytes;
  };

  /** Reads what is shipped but for one file, which `answer` stands for. */
  async function loaded(name: string, answer: (bytes: ArrayBuffer) => ArrayBuffer | null) {
    const notes: string[] = [];
    const config = { ...defaultConfig, seeds: [8, 9, 10] };
    const starts = await loadStarts(config, async (asked) => (asked === name ? answer((await read(asked))!) : read(asked)), (note) => notes.push(note));
    return { seeds: [...starts.keys()].sort((a, b) => a - b), notes };
  }

  it.each<[string, (bytes: ArrayBuffer) => ArrayBuffer | null, string]>([
    ['missing', () => null, 'the file is missing'],
    ['cut to an odd length', (bytes) => bytes.slice(0, 1001), 'the file is 1,001 bytes, not 183,736'],
    ['empty', () => new ArrayBuffer(0), 'the file is 0 bytes, not 183,736'],
    ['too long', (bytes) => { const longer = new Uint8Array(bytes.byteLength + 4); longer.set(new Uint8Array(bytes)); return longer.buffer; }, 'the file is 183,740 bytes, not 183,736'],
    ['of another version', (bytes) => spoiled(bytes, (values) => { values[7] += 1; }), 'the file is of another version'],
    ['no number in one place', (bytes) => spoiled(bytes, (values) => { values[40_000] = NaN; }), 'the file holds values that are no finite numbers'],
    ['infinite in one place', (bytes) => spoiled(bytes, (values) => { values[0] = Infinity; }), 'the file holds values that are no finite numbers'],
    ['dropped on the way', () => { throw new TypeError('Failed to fetch'); }, 'a file could not be loaded (Failed to fetch)'],
  ])('costs its seed alone a training where it is %s', async (_, answer, why) => {
    expect(await loaded(startsFile(9), answer)).toEqual({
      seeds: [8, 10], notes: [`The shipped starting weights of seed 9 could not be used (${why}); they are trained anew.`],
    });
  });

  it.each<[string, () => ArrayBuffer | null, string]>([
    ['missing', () => null, 'it is missing'],
    ['no JSON', () => text('<!doctype html>'), 'it is no JSON'],
    ['cut', () => text('{"seeds": [8, 9'), 'it is no JSON'],
    ['of another version', () => text({ seeds: 'all' }), 'it is of another version'],
    ['null', () => text('null'), 'it is of another version'],
    ['dropped on the way', () => { throw new TypeError('Failed to fetch'); }, 'a file could not be loaded (Failed to fetch)'],
  ])('costs every seed its training where it is the list and %s', async (_, answer, why) => {
    expect(await loaded(STARTS_INDEX, answer)).toEqual({
      seeds: [], notes: [`The list of shipped starting weights could not be used (${why}); starting weights are trained anew.`],
    });
    expect(await shippedSeeds(defaultConfig, async () => answer())).toEqual([]);
  });

  it('is told once for all seeds that fail alike', async () => {
    const notes: string[] = [];
    await loadStarts({ ...defaultConfig, seeds: [10, 8, 9] }, async (name) => (name === STARTS_INDEX ? read(name) : null), (note) => notes.push(note));
    expect(notes).toEqual(['The shipped starting weights of seeds 8, 9 and 10 could not be used (the file is missing); they are trained anew.']);
  });
});
