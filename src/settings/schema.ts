/** Validation of a whole configuration, generated from the table of fields. */
import { z } from 'zod';
import { fieldKeys, fields, type Config, type Field, type FieldKey } from '../config/fields.ts';
import { allowedOf, problemWith, unique, type Problem } from '../config/fieldValues.ts';
import { parseArms } from './arms.ts';
import { fieldOf } from './values.ts';

export type { Problem };
export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

function schemaOf(field: Field): z.ZodType {
  switch (field.type) {
    case 'number': return z.number().min(field.min).max(field.max);
    case 'integer': return z.int().min(field.min).max(field.max);
    case 'choice': return z.enum(field.options);
    case 'switch': return z.boolean();
    case 'arms': return z.array(z.string());
    case 'seeds': return z.array(z.int().min(field.min).max(field.max)).min(1).max(field.most).refine(unique);
  }
}

const schema = z.strictObject(Object.fromEntries(fieldKeys.map((key) => [key, schemaOf(fieldOf(key))])));

/** Every field at the table's default. */
export const defaultConfig: Config = Object.freeze(
  Object.fromEntries(fieldKeys.map((key) => [key, fields[key].default])) as unknown as Config,
);

/**
 * Checks a whole configuration: every field present and in range, no unknown field, and the fields fit each other.
 * Each problem names its field, what was given and what is allowed. Of fields that do not fit each other one that was
 * `named`, that is, chosen rather than left as it was, has the blame.
 */
export function parseConfig(input: unknown, named: ReadonlySet<string> = new Set()): ParsedConfig {
  const outcome = schema.safeParse(input);
  if (!outcome.success) return { ok: false, problems: problemsOf(outcome.error, input) };
  const given = outcome.data as Config;
  const arms = parseArms(given.arms);
  const problems = [...(arms.ok ? [] : [arms.problem]), ...misfits(given).map((pair) => misfit(given, pair, named))];
  return arms.ok && problems.length === 0 ? { ok: true, config: { ...given, arms: arms.value } } : { ok: false, problems };
}

/** Zod's issues in this lab's words: one problem for each field at fault. */
function problemsOf(error: z.ZodError, input: unknown): Problem[] {
  const given = typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as Record<string, unknown>) : null;
  if (!given) return [problemWith('configuration', show(input), 'an object with a value for each field')];
  const unknown = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const faulty = fieldKeys.filter((key) => error.issues.some((issue) => issue.path[0] === key));
  return [
    ...faulty.map((key) => problemWith(key, show(given[key]), allowedOf(fieldOf(key)))),
    ...unknown.map((key) => unknownField(key, show(given[key]))),
  ];
}

/** The problem of a key that no field has. */
export function unknownField(key: string, given: string): Problem {
  return problemWith(key, given, `no such field; fields are ${fieldKeys.join(', ')}`);
}

/** A width and the number of heads that has to divide it. */
export interface HeadedWidth {
  readonly width: FieldKey;
  readonly heads: FieldKey;
}
const HEADED_WIDTHS: readonly HeadedWidth[] = [{ width: 'policyWidth', heads: 'policyHeads' }, { width: 'trunkWidth', heads: 'trunkHeads' }];

/** The fields, each in its range, that do not fit each other. */
export function misfits(config: Config): HeadedWidth[] {
  return HEADED_WIDTHS.filter(({ width, heads }) => Number(config[width]) % Number(config[heads]) !== 0);
}

function misfit(config: Config, { width, heads }: HeadedWidth, named: ReadonlySet<string>): Problem {
  const [space, count] = [show(config[width]), show(config[heads])];
  const nameOf = (key: FieldKey) => fields[key].label.toLowerCase();
  return named.has(heads) && !named.has(width)
    ? problemWith(heads, count, `a divisor of ${width}, which is ${space}`, `${count} does not divide the ${nameOf(width)}, which is ${space}`)
    : problemWith(width, space, `a multiple of ${heads}, which is ${count}`, `${space} is not a multiple of the number of ${nameOf(heads)}, which is ${count}`);
}

function show(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
}
