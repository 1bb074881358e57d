/**
 * Shipped starting weights: the results of the supervised stages for a few seeds of a preset, made by
 * `npm run starts`, so that a first run begins with RL. A run whose supervised fields differ trains its own.
 */
import { z } from 'zod';
import { fieldKeys, fields, type Config, type FieldKey } from '../config/fields.ts';
import { transformerLayout } from '../engine/layout.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';

/** One seed's models after the supervised stages. */
export interface Start {
  readonly policy: Float32Array;
  readonly trunk: Float32Array;
}

/** Reads a file below `starts/`, or null where there is none. */
export type StartsReader = (name: string) => Promise<ArrayBuffer | null>;

/** Which seeds are shipped, and for which values of the fields that the supervised stages depend on. */
export interface StartsIndex {
  readonly seeds: readonly number[];
  readonly fields: Readonly<Record<string, unknown>>;
}
const indexSchema = z.object({ seeds: z.array(z.number().int()), fields: z.record(z.string(), z.unknown()) });

export const STARTS_INDEX = 'index.json';
export const startsFile = (seed: number) => `${seed}.bin`;

/** The fields that decide the supervised stages' results. */
export const startFields: readonly FieldKey[] = fieldKeys.filter((key) => ['policy', 'trunk'].includes(fields[key].effect));

/** Seeds whose starts are shipped for the configuration's supervised fields. */
export async function shippedSeeds(config: Config, read: StartsReader): Promise<readonly number[]> {
  const file = await read(STARTS_INDEX);
  if (!file) return [];
  const index: StartsIndex = indexSchema.parse(JSON.parse(new TextDecoder().decode(file)));
  return startFields.some((key) => index.fields[key] !== config[key]) ? [] : index.seeds;
}

/** The shipped starts that fit the configuration; a seed that is not shipped is missing. */
export async function loadStarts(config: Config, read: StartsReader): Promise<Map<number, Start>> {
  const starts = new Map<number, Start>();
  const shipped = await shippedSeeds(config, read);
  await Promise.all(config.seeds.filter((seed) => shipped.includes(seed)).map(async (seed) => {
    const bytes = await read(startsFile(seed));
    if (bytes) starts.set(seed, decodeStart(config, bytes));
  }));
  return starts;
}

/** Throws where the file's size is not that of the configuration's models. */
export function decodeStart(config: Config, bytes: ArrayBuffer): Start {
  const policySize = transformerLayout(policyShape(config)).size;
  const trunkSize = transformerLayout(trunkShape(config)).size;
  const values = new Float32Array(bytes);
  if (values.length !== policySize + trunkSize) throw new Error(`starting weights hold ${values.length} numbers, not ${policySize + trunkSize}`);
  return { policy: values.slice(0, policySize), trunk: values.slice(policySize) };
}

export function encodeStart({ policy, trunk }: Start): Float32Array {
  const values = new Float32Array(policy.length + trunk.length);
  values.set(policy);
  values.set(trunk, policy.length);
  return values;
}
