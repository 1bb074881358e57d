/** Material for tests of the protocol. */
import type { Config } from '../config/fields.ts';
import { encodeStart, startFields, STARTS_INDEX, type Start, type StartsIndex, type StartsReader } from '../experiment/starts.ts';
import { untrained } from '../experiment/testing.ts';
import type { KeptStarts } from './keptStarts.ts';
import { labInOneThread, memoryCheckpoints, type ThreadResources } from './oneThread.ts';

/** Shipped starting weights of these seeds: untrained models. */
const shipping = (config: Config, seeds: readonly number[]): StartsReader => async (name) => {
  if (seeds.length === 0) return null;
  const bytes = (values: Uint8Array | Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice().buffer;
  if (name === STARTS_INDEX) {
    const index: StartsIndex = { seeds, fields: Object.fromEntries(startFields.map((key) => [key, config[key]])) };
    return bytes(new TextEncoder().encode(JSON.stringify(index)));
  }
  return bytes(encodeStart(untrained(config)));
};

/** The lab on `workers` workers. What is shipped is of `config`. */
export function lab(
  workers: number, { config, shipped = [], ...resources }: { readonly config: Config; readonly shipped?: readonly number[] } & Omit<Partial<ThreadResources>, 'readStarts'>,
) {
  return labInOneThread(workers, { checkpoints: () => memoryCheckpoints(), ...resources, readStarts: shipping(config, shipped) });
}

/** Storage of one browser. */
export function memory(): KeptStarts & { readonly starts: Map<number, Start> } {
  const starts = new Map<number, Start>();
  return {
    starts,
    seeds: async () => [...starts.keys()],
    read: async (_config, _info, seeds) => new Map([...starts].filter(([seed]) => seeds.includes(seed))),
    keep: async (_config, _info, made) => made.forEach((start, seed) => starts.set(seed, start)),
  };
}
