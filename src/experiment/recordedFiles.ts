/**
 * The files of runs that ship with the page, one pair for each preset that is a question: `<preset>.json` holds the curves,
 * slim, and `<preset>.samples.json` what the policies of a few seeds wrote, which is loaded later. Start, peak, end and
 * differences are not in them: they follow from the curves, by the same functions as those of a live run.
 */
import { z } from 'zod';
import { defaultConfig, parseConfig } from '../settings/schema.ts';
import { prompts } from '../world/prompts.ts';
import { encode } from '../world/words.ts';
import { evaluationKeys, trainingKeysOf, type EvaluationMetrics, type TrainingMetrics } from './metrics.ts';
import type { RecordedLane, RecordedPage, Recording } from './recording.ts';
import { RESULT_SCHEMA_VERSION, type Columns, type RunResult } from './result.ts';
import { seedResult, summariseArms } from './summary.ts';

/** Of the files; a file of another version is not read. */
export const RECORDING_VERSION = 2;

/** By preset: the seeds of its recorded run. A preset that is not named has none. */
export const RECORDED_SEEDS: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(['default', 'noLeash', 'tightLeash', 'manyLabels', 'rloo', 'freeStyle'].map((preset) => [preset, from(8, 12)])),
  // On these nothing was tuned.
  manySeeds: from(100, 64),
};

function from(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

export const curvesFile = (preset: string) => `${preset}.json`;
export const samplesFile = (preset: string) => `${preset}.samples.json`;

/** Decimals of evaluations; gold's parts, which add up, have one more, and columns that figures are read off digits enough that none turns over. */
const DECIMALS = 2;
const PART_DECIMALS = 3;
const FIGURE_DIGITS = 6;
const FIGURE_COLUMNS: readonly string[] = ['gold', 'kl', 'proxy'] satisfies (keyof EvaluationMetrics)[];
/** Shares of pairs; tables give them with two decimals. */
const ACCURACIES: readonly string[] = ['heldOutAccuracy', 'onPolicyAccuracy'] satisfies (keyof EvaluationMetrics)[];
const ACCURACY_DIGITS = 4;
/** Of the training batches: what the chart draws as faint lines, every second step. */
const TRAINING_COLUMNS = ['step', 'gold', 'proxy', 'kl'] as const satisfies (keyof TrainingMetrics)[];
const TRAINING_DECIMALS = 2;
const TRAINING_EVERY = 2;

const SAMPLE_DECIMALS = 2;
const SEEDS_WITH_SAMPLES = 2;
const SAMPLES_OF = 'the two seeds nearest the mean end of the first arm';

type Column = readonly (number | null)[];
const each = (values: Column, short: (value: number) => string) =>
  values.map((value) => (typeof value === 'number' && Number.isFinite(value) ? Number(short(value)) : null));
const toDecimals = (values: Column, decimals: number) => each(values, (value) => value.toFixed(decimals));
const toDigits = (values: Column, digits: number) => each(values, (value) => value.toPrecision(digits));
const columnsOf = (columns: object): [string, Column][] => Object.entries(columns) as [string, Column][];

/** Of a finished run without live changes. `date`: YYYY-MM-DD. */
export function curvesJson(preset: string, date: string, result: RunResult): string {
  const { config, backend, engine, seconds, arms } = result;
  return `${JSON.stringify({
    recording: RECORDING_VERSION, preset, date, backend, engine, seconds: Number(seconds.toFixed(1)), config,
    arms: arms.map(({ name, seeds }) => ({
      name,
      seeds: seeds.map(({ seed, series, training }) => ({
        seed,
        series: Object.fromEntries(columnsOf(series).map(([key, values]) => [key, shortened(key, values)])),
        training: Object.fromEntries(TRAINING_COLUMNS.map((key) => (
          [key, toDecimals(training[key].filter((_, index) => (index + 1) % TRAINING_EVERY === 0), TRAINING_DECIMALS)]))),
      })),
    })),
  })}\n`;
}

function shortened(key: string, values: Column): Column {
  if (FIGURE_COLUMNS.includes(key)) return toDigits(values, FIGURE_DIGITS);
  if (ACCURACIES.includes(key)) return toDigits(values, ACCURACY_DIGITS);
  return toDecimals(values, key.startsWith('gold') ? PART_DECIMALS : DECIMALS);
}

export function samplesJson({ arms }: RunResult, lanes: readonly RecordedLane[]): string {
  const [{ seeds, summary }] = arms;
  const distance = ({ finalGold }: { finalGold: number }) => Math.abs(finalGold - summary.finalGold.mean);
  const kept = seeds.toSorted((a, b) => distance(a) - distance(b)).slice(0, SEEDS_WITH_SAMPLES).map(({ seed }) => seed);
  return `${JSON.stringify({
    recording: RECORDING_VERSION, samplesOf: SAMPLES_OF, seeds: kept,
    lanes: kept.flatMap((seed) => lanes.filter((lane) => lane.seed === seed)).map(({ arm, seed, pages }) => ({
      arm, seed,
      pages: pages.map(({ step, responses, proxies, ownProxies }) => (
        { step, responses, proxies: toDecimals(proxies, SAMPLE_DECIMALS), ownProxies: toDecimals(ownProxies, SAMPLE_DECIMALS) })),
    })),
  })}\n`;
}

const columnsSchema = z.record(z.string(), z.array(z.number().nullable()))
  .refine((columns) => new Set(Object.values(columns).map(({ length }) => length)).size <= 1, 'columns of different lengths');

const versionSchema = z.object({ recording: z.literal(RECORDING_VERSION) });

const curvesSchema = z.object({
  preset: z.string(), date: z.string(),
  backend: z.enum(['webgpu', 'wasm', 'cpu']), engine: z.enum(['ops', 'fused', 'simd']), seconds: z.number(),
  config: z.record(z.string(), z.unknown()),
  arms: z.array(z.object({
    name: z.string(),
    seeds: z.array(z.object({ seed: z.int(), series: columnsSchema, training: columnsSchema })),
  })),
});

const samplesSchema = z.object({
  lanes: z.array(z.object({
    arm: z.string(), seed: z.int(),
    pages: z.array(z.object({
      step: z.int(), responses: z.array(z.string()).max(prompts.length), proxies: z.array(z.number()), ownProxies: z.array(z.number()),
    })),
  })),
});

/** What a file gave, or in words why it gave nothing. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
const refuse = (reason: string) => ({ ok: false, reason }) as const;

function parse<T>(schema: z.ZodType<T>, json: unknown): Read<T> {
  if (!versionSchema.safeParse(json).success) return refuse(`not a recording of version ${RECORDING_VERSION}`);
  const parsed = schema.safeParse(json);
  return parsed.success ? { ok: true, value: parsed.data } : refuse(z.prettifyError(parsed.error));
}

/** The recording in what a curves file's JSON holds, without samples. */
export function checkRecording(json: unknown): Read<Recording> {
  const file = parse(curvesSchema, json);
  if (!file.ok) return file;
  const { preset, date, backend, engine, seconds, arms } = file.value;
  // A field that is younger than the recording had its default's effect then.
  const parsed = parseConfig({ ...defaultConfig, ...file.value.config });
  if (!parsed.ok) return refuse(parsed.problems.map(({ message }) => message).join('; '));
  const { config } = parsed;
  const present = arms.map(({ name, seeds }) => `${name} ${seeds.map(({ seed }) => seed).join()}`).join('; ');
  const wanted = config.arms.map((name) => `${name} ${config.seeds.join()}`).join('; ');
  if (present !== wanted) return refuse(`holds ${present || 'no arm'}, not ${wanted}`);
  for (const { name, seeds } of arms) {
    for (const { seed, series } of seeds) {
      const missing = ['step', ...FIGURE_COLUMNS].find((key) => series[key] === undefined);
      if (missing !== undefined) return refuse(`${name} with seed ${seed} lacks the column ${missing}`);
      const last = series.step.at(-1);
      if (series.step[0] !== 0 || last !== config.steps) return refuse(`${name} with seed ${seed} ends at step ${last ?? 'none'} of ${config.steps}`);
    }
  }
  const summary = summariseArms(arms.map(({ name, seeds }) => ({
    name,
    seeds: seeds.map(({ seed, series, training }) => seedResult({
      seed, series: filled<EvaluationMetrics>(series, evaluationKeys), training: filled<TrainingMetrics>(training, trainingKeysOf(name)),
    })),
  })));
  const result: RunResult = {
    schemaVersion: RESULT_SCHEMA_VERSION, complete: true, status: 'finished', step: config.steps, config, backend, engine, seconds, changes: [], ...summary,
  };
  return { ok: true, value: { preset, date, result, lanes: [] } };
}

/** Every column, of nulls where the file lacks it: what was not kept is drawn as what was not measured. */
function filled<T>(columns: Readonly<Record<string, Column>>, keys: readonly (string & keyof T)[]): Columns<T> {
  const empty = new Array<null>(columns.step?.length ?? 0).fill(null);
  return Object.fromEntries(keys.map((key) => [key, columns[key] ?? empty])) as unknown as Columns<T>;
}

/** Null where the JSON is no such recording. */
export function readRecording(json: unknown): Recording | null {
  const read = checkRecording(json);
  return read.ok ? read.value : null;
}

/** What a samples file's JSON holds. */
export function checkSamples(json: unknown): Read<readonly RecordedLane[]> {
  const file = parse(samplesSchema, json);
  if (!file.ok) return file;
  const faulty = file.value.lanes.flatMap(({ pages }) => pages).find((page) => !isWhole(page));
  return faulty ? refuse(`the responses of step ${faulty.step} are not whole`) : { ok: true, value: file.value.lanes };
}

/** Null where the JSON is no such file. */
export function readSamples(json: unknown): readonly RecordedLane[] | null {
  const read = checkSamples(json);
  return read.ok ? read.value : null;
}

function isWhole({ responses, proxies, ownProxies }: RecordedPage): boolean {
  if (proxies.length !== responses.length || ownProxies.length !== responses.length) return false;
  try {
    responses.forEach(encode);
    return true;
  } catch {
    return false;
  }
}
