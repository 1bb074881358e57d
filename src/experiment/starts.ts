/**
 * Shipped starting weights: the results of the supervised stages for a few seeds of a preset, made by
 * `npm run starts`, so that a first run begins with RL. A run whose supervised fields differ trains its own.
 */
import { z } from 'zod';
import { fieldKeys, fields, type Config, type FieldKey } from '../config/fields.ts';
import { transformerLayout } from '../engine/layout.ts';
import { explain, inBrackets } from '../engine/words.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';

/** One seed's models after the supervised stages. */
export interface Start {
  readonly policy: Float32Array;
  readonly trunk: Float32Array;
}

/** Reads a file below `starts/`. Null where there is none; throws where it is not to be had, saying why in a clause. */
export type StartsReader = (name: string) => Promise<ArrayBuffer | null>;

/** Which seeds are shipped, and for which values of the fields that the supervised stages depend on. */
export interface StartsIndex {
  readonly seeds: readonly number[];
  readonly fields: Readonly<Record<string, unknown>>;
  /** `digest` of each seed's file; lists of older versions have none. */
  readonly digests?: Readonly<Record<string, string>> | undefined;
}
const indexSchema = z.object({ seeds: z.array(z.number().int()), fields: z.record(z.string(), z.unknown()), digests: z.record(z.string(), z.string()).optional() });

export const STARTS_INDEX = 'index.json';
export const startsFile = (seed: number) => `${seed}.bin`;

/** The fields that decide the supervised stages' results. */
export const startFields: readonly FieldKey[] = fieldKeys.filter((key) => ['policy', 'trunk'].includes(fields[key].effect));

/** Hears, in sentences, why shipped weights were not used. */
type Note = (text: string) => void;
const silent: Note = () => undefined;

/** Seeds whose starts are shipped for the configuration's supervised fields. Never throws: what cannot be read ships nothing. */
export async function shippedSeeds(config: Config, read: StartsReader, note: Note = silent): Promise<readonly number[]> {
  return (await shippedIndex(config, read, note))?.seeds ?? [];
}

async function shippedIndex(config: Config, read: StartsReader, note: Note): Promise<StartsIndex | null> {
  try {
    const file = await read(STARTS_INDEX);
    if (!file) throw new Error('it is missing');
    const index: StartsIndex = parsedIndex(file);
    return startFields.some((key) => index.fields[key] !== config[key]) ? null : index;
  } catch (error) {
    note(`The list of shipped starting weights could not be used${inBrackets(explain(error).what)}; starting weights are trained anew.`);
    return null;
  }
}

function parsedIndex(file: ArrayBuffer): StartsIndex {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(file));
  } catch {
    throw new Error('it is no JSON');
  }
  const parsed = indexSchema.safeParse(json);
  if (!parsed.success) throw new Error('it is of another version');
  return parsed.data;
}

/**
 * The shipped starts that fit the configuration. A seed that is not shipped is missing, and so is one whose file is not
 * what was shipped, of which `note` hears. Never throws.
 */
export async function loadStarts(config: Config, read: StartsReader, note: Note = silent): Promise<Map<number, Start>> {
  const starts = new Map<number, Start>();
  if (config.seeds.length === 0) return starts;
  const index = await shippedIndex(config, read, note);
  const unusable = new Map<string, number[]>();
  await Promise.all(config.seeds.filter((seed) => index?.seeds.includes(seed)).map(async (seed) => {
    try {
      const bytes = await read(startsFile(seed));
      if (!bytes) throw new Error('the file is missing');
      const start = decodeStart(config, bytes);
      if (index?.digests && digest(bytes) !== index.digests[seed]) throw new Error('the file is of another version');
      starts.set(seed, start);
    } catch (error) {
      const why = explain(error).what;
      unusable.set(why, [...unusable.get(why) ?? [], seed]);
    }
  }));
  for (const [why, seeds] of unusable) {
    note(`The shipped starting weights of seed${seeds.length === 1 ? '' : 's'} ${listed(seeds)} could not be used${inBrackets(why)}; they are trained anew.`);
  }
  return starts;
}

function listed(seeds: readonly number[]): string {
  const sorted = seeds.toSorted((a, b) => a - b);
  return sorted.length === 1 ? `${sorted[0]}` : `${sorted.slice(0, -1).join(', ')} and ${sorted.at(-1)}`;
}

/** Throws where the file's size is not that of the configuration's models, or what it holds are not all numbers. */
export function decodeStart(config: Config, bytes: ArrayBuffer): Start {
  const policySize = transformerLayout(policyShape(config)).size;
  const trunkSize = transformerLayout(trunkShape(config)).size;
  const expected = (policySize + trunkSize) * Float32Array.BYTES_PER_ELEMENT;
  if (bytes.byteLength !== expected) {
    throw new Error(`the file is ${bytes.byteLength.toLocaleString('en')} bytes, not ${expected.toLocaleString('en')}`);
  }
  const values = new Float32Array(bytes);
  if (!values.every(Number.isFinite)) throw new Error('the file holds values that are no finite numbers');
  return { policy: values.slice(0, policySize), trunk: values.slice(policySize) };
}

export function encodeStart({ policy, trunk }: Start): Float32Array<ArrayBuffer> {
  const values = new Float32Array(policy.length + trunk.length);
  values.set(policy);
  values.set(trunk, policy.length);
  return values;
}

/** 64 bits that change where a file does, as hexadecimal: two of Fowler, Noll and Vo's hashes (FNV-1a), from different beginnings. */
export function digest(bytes: ArrayBuffer): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (const byte of new Uint8Array(bytes)) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte ^ (a >>> 24), 0x01000193);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
