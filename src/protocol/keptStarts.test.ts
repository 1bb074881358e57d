import { describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { handClock } from '../engine/testing.ts';
import { untrained } from '../experiment/testing.ts';
import { keptOn, MOST_KEPT, type Shelf } from './keptStarts.ts';

const config: Config = presetConfig(findPreset('tiny')!);
const info: EngineInfo = { engine: 'ops', backend: 'wasm', device: 'wasm, 2 cores' };
const start = untrained(config);

/** A browser's storage, which copies what it is given. */
function shelf(): Shelf & { readonly entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  return {
    entries,
    get: async (name) => structuredClone(entries.get(name)),
    set: async (name, value) => void entries.set(name, structuredClone(value)),
    update: async (name, change) => void entries.set(name, change(entries.get(name))),
    remove: async (names) => names.forEach((name) => entries.delete(name)),
  };
}

describe('kept starting weights', () => {
  it('come back to the bit, for the seeds that were kept', async () => {
    const kept = keptOn(shelf());
    await kept.keep(config, info, new Map([[8, start], [40, start]]));
    expect(await kept.read(config, info, [8, 9, 40])).toEqual(new Map([[8, start], [40, start]]));
    expect(await kept.seeds(config, info)).toEqual([8, 40]);
  });

  it.each<[string, Partial<Config>, Partial<EngineInfo>]>([
    ['another supervised field', { sftSteps: config.sftSteps + 1 }, {}],
    ['another engine', {}, { engine: 'fused' }], ['another backend', {}, { backend: 'cpu' }], ['another device', {}, { device: 'other' }],
  ])('are not those of %s', async (_, changed, other) => {
    const kept = keptOn(shelf());
    await kept.keep(config, info, new Map([[8, start]]));
    expect((await kept.read({ ...config, ...changed }, { ...info, ...other }, [8])).size).toBe(0);
    expect(await kept.seeds({ ...config, ...changed }, { ...info, ...other })).toEqual([]);
    expect((await kept.read({ ...config, beta: 0.7, steps: 3 }, info, [8])).size).toBe(1);
  });

  it.each<[string, (entry: { bytes: ArrayBuffer; digest: string }) => unknown]>([
    ['a flipped bit', (entry) => { new Uint8Array(entry.bytes)[5] ^= 1; return entry; }],
    ['a short file', ({ bytes, digest }) => ({ bytes: bytes.slice(0, 100), digest })],
    ['no digest', ({ bytes }) => ({ bytes })], ['something else', () => 'text'], ['nothing', () => undefined],
  ])('are not used where the storage holds %s', async (_, damage) => {
    const storage = shelf();
    const kept = keptOn(storage);
    await kept.keep(config, info, new Map([[8, start]]));
    for (const [name, entry] of storage.entries) if (name !== 'index') storage.entries.set(name, damage(entry as { bytes: ArrayBuffer; digest: string }));
    expect((await kept.read(config, info, [8])).size).toBe(0);
  });

  it('are bounded: the oldest give way', async () => {
    const storage = shelf();
    const kept = keptOn(storage);
    const seeds = Array.from({ length: MOST_KEPT + 5 }, (_, index) => index);
    for (const seed of [0, ...seeds.slice(1, -1), 0, seeds.at(-1)!]) await kept.keep(config, info, new Map([[seed, start]]));
    expect(storage.entries.size).toBe(MOST_KEPT + 1);
    const known = await kept.seeds(config, info);
    // Seed 0 was made again, and is young.
    expect(known.slice(-2)).toEqual([0, seeds.at(-1)]);
    expect((await kept.read(config, info, seeds)).size).toBe(MOST_KEPT);
  });

  it.each<[string, () => Promise<never>]>([
    ['throws', () => { throw new DOMException('denied', 'SecurityError'); }],
    ['rejects', async () => { throw new DOMException('full', 'QuotaExceededError'); }],
    ['hangs', () => new Promise(() => undefined)],
  ])('stand in nobody’s way where the storage %s', async (_, broken) => {
    const { timer, advance, pending } = handClock();
    const kept = keptOn({ get: broken, set: broken, update: broken, remove: broken }, timer);
    const answers = Promise.all([kept.read(config, info, [8]), kept.seeds(config, info), kept.keep(config, info, new Map([[8, start]]))]);
    await advance(20);
    expect(await answers).toEqual([new Map(), [], undefined]);
    // It is not asked again, so that no run waits for it again.
    expect(await kept.read(config, info, [8])).toEqual(new Map());
    expect(pending()).toBe(0);
  });
});
