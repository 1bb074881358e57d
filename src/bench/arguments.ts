/** The command line's words. */
import { parseArgs } from 'node:util';
import { findPreset, presets } from '../settings/presets.ts';
import { BadArguments } from '../headless/badArguments.ts';
import { parseValue } from '../settings/values.ts';
import type { EngineName } from '../engine/engine.ts';
import { BACKENDS, type Backend } from './plan.ts';
import type { Entrant } from './whole/result.ts';

interface Output {
  /** The result alone on standard output, as JSON. */
  readonly json: boolean;
  /** Folder for the result's files. */
  readonly out: string | null;
}

/** Of the engines, against others. */
export interface EngineRequest extends Output {
  readonly of: 'engines';
  readonly quick: boolean;
  /** Only problems with these numbers of lanes, and models of these widths; null is all. */
  readonly lanes: readonly number[] | null;
  readonly widths: readonly number[] | null;
  /** Null is both. */
  readonly backends: readonly Backend[] | null;
}

/** Of the built page. */
export interface PageRequest extends Output {
  readonly of: 'page';
  readonly preset: string;
  /** Visits, each with a run to its end. */
  readonly runs: number;
}

/** Of a graphics processor. */
export interface GpuRequest extends Output {
  readonly of: 'gpu';
  readonly quick: boolean;
}

/** Of whole runs on several engines. */
export interface CompareRequest extends Output {
  readonly of: 'whole';
  readonly preset: string;
  /** Null: the preset's own. */
  readonly seeds: readonly number[] | null;
  readonly entrants: readonly Entrant[];
  /** Rounds, in each of which every entrant makes one run. */
  readonly runs: number;
}

const presetNames = presets.map(({ name }) => name).join(', ');
const MOST_RUNS = 100;
const MOST_WORKERS = 64;
const ENGINES = ['ops', 'simd', 'fused'] as const satisfies readonly EngineName[];

export const USAGE = `Usage: npm run -s bench -- [--quick] [--lanes LIST] [--widths LIST] [--backends LIST] [--json] [--out DIR]
       npm run -s bench -- --page [--quick | --preset NAME] [--runs N] [--json] [--out DIR]
       npm run -s bench -- --compare [--engines LIST] [--workers LIST] [--preset NAME] [--seeds LIST] [--runs N] [--json] [--out DIR]
       npm run -s bench -- --gpu [--quick] [--json] [--out DIR]

Times a policy step, a rollout and a whole RL step with R2M, each on plain tfjs, on the lab's engines and on jax-js, in a
headless browser: on WebGPU (the machine's own graphics processor, else Chromium's software one) and on wasm. All are
first checked to compute the same.

  --quick    two small problems in a few minutes; without it expect an hour where WebGPU is software
  --lanes LIST, --widths LIST
             of all problems only those with these numbers of lanes, of these model widths: --lanes 1 --widths 32
  --backends LIST
             only on these: ${BACKENDS.join(',')}
  --json     the result alone on standard output, as JSON
  --out DIR  writes bench.json and bench.md there, anew after each problem

With --page, measures the built page as a visitor meets it: bytes and time to the first picture and to the first RL step,
long tasks, layout shifts, messages and the main thread's share of a run with Diagnostics open, and what the page's state
costs at a flush. Medians over visits, each in a fresh profile with a run to its end.

  --preset NAME
             the run that is made: ${presetNames} (default: default)
  --quick    the preset tiny: a minute or two
  --runs N   how many visits (default: 3)
  --out DIR  writes page.json and page.md there

With --compare, makes whole runs on several engines in turns: how long they take, and whether their figures agree within the
spread over seeds, each against the first.

  --engines LIST
             of ${ENGINES.join(',')} (default: ops,simd)
  --workers LIST
             each engine with at most these numbers of workers: 1,2 (default: one worker for each core)
  --preset NAME, --seeds LIST
             the run that is made (default: default, with its own seeds)
  --runs N   how many rounds (default: 3)
  --out DIR  writes compare.json and compare.md there

With --gpu, measures the graphics processor of this machine: RL steps a second on 1 to 64 lanes and on widths 32 to 128, against
plain tfjs, jax-js and the processor, and what each kernel takes by the device's own clock. --out DIR writes gpu.json and gpu.md.

Exit status: 0, 1 when the benchmark failed, 2 for bad arguments.
`;

const OPTIONS = {
  page: { type: 'boolean' }, compare: { type: 'boolean' }, gpu: { type: 'boolean' }, engines: { type: 'string' }, workers: { type: 'string' }, seeds: { type: 'string' }, quick: { type: 'boolean' }, lanes: { type: 'string' }, widths: { type: 'string' }, backends: { type: 'string' },
  preset: { type: 'string' }, runs: { type: 'string' }, json: { type: 'boolean' }, out: { type: 'string' }, help: { type: 'boolean' },
} as const;
const ALLOWED = '--quick, --lanes LIST, --widths LIST, --backends LIST, --json, --out DIR, or --page with --quick, --preset NAME, --runs N, --json, --out DIR, '
  + 'or --compare with --engines LIST, --workers LIST, --preset NAME, --seeds LIST, --runs N, --json, --out DIR, or --gpu with --quick, --json, --out DIR';

/** Options that mean something only without `--page` and `--compare`, only with one of them, and only with the latter. */
const OF_ENGINES = ['lanes', 'widths', 'backends'] as const;
const OF_RUNS = ['preset', 'runs'] as const;
const OF_COMPARE = ['engines', 'workers', 'seeds'] as const;

/** Reads the arguments that follow the command's name. @throws BadArguments */
export function readArguments(args: readonly string[]): EngineRequest | PageRequest | CompareRequest | GpuRequest | 'help' {
  const { values, positionals, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  if (positionals.length > 0) throw new BadArguments(`got "${positionals.join(' ')}", allowed: ${ALLOWED}`);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (!Object.hasOwn(OPTIONS, token.name)) throw new BadArguments(`${token.rawName}: no such option, allowed: ${ALLOWED}`);
    if (tokens.filter((other) => other.kind === 'option' && other.name === token.name).length > 1) {
      throw new BadArguments(`${token.rawName}: got it more than once, allowed: once`);
    }
    const takesValue = OPTIONS[token.name as keyof typeof OPTIONS].type === 'string';
    if (!takesValue && token.value !== undefined) throw new BadArguments(`${token.rawName}: got "${token.value}", allowed: no value`);
    if (takesValue && (!token.value || token.value.startsWith('-'))) {
      throw new BadArguments(`${token.rawName}: got ${token.value ? `"${token.value}"` : 'nothing'}, allowed: ${WANTED[token.name as keyof typeof WANTED]}`);
    }
  }
  if (values.help) return 'help';
  const output: Output = { json: values.json === true, out: typeof values.out === 'string' ? values.out : null };
  const quick = values.quick === true;
  if (values.gpu === true) {
    refuse([...OF_ENGINES, ...OF_RUNS, ...OF_COMPARE, 'page', 'compare'], values, 'not together with --gpu');
    return { of: 'gpu', quick, ...output };
  }
  if (values.compare === true) {
    refuse([...OF_ENGINES, 'page', 'quick'], values, 'not together with --compare');
    return { of: 'whole', preset: presetOf(values.preset), seeds: seedsOf(values.seeds), entrants: entrantsOf(values.engines, values.workers), runs: runsOf(values.runs), ...output };
  }
  refuse(OF_COMPARE, values, 'only together with --compare');
  if (values.page === true) {
    refuse(OF_ENGINES, values, 'not together with --page');
    if (quick) refuse(['preset'], values, 'not together with --quick, which is the preset tiny');
    return { of: 'page', preset: quick ? 'tiny' : presetOf(values.preset), runs: runsOf(values.runs), ...output };
  }
  refuse(OF_RUNS, values, 'only together with --page or --compare');
  return { of: 'engines', quick, lanes: numbersOf('lanes', values.lanes), widths: numbersOf('widths', values.widths), backends: backendsOf(values.backends), ...output };
}

function refuse(names: readonly string[], values: Readonly<Record<string, string | boolean | undefined>>, allowed: string): void {
  for (const name of names) if (values[name] !== undefined) throw new BadArguments(`--${name}: got "${values[name]}", allowed: ${allowed}`);
}

function presetOf(text: string | boolean | undefined): string {
  if (typeof text !== 'string') return 'default';
  if (!findPreset(text)) throw new BadArguments(`--preset: got "${text}", allowed: ${WANTED.preset}`);
  return text;
}

function runsOf(text: string | boolean | undefined): number {
  if (typeof text !== 'string') return 3;
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || count > MOST_RUNS) throw new BadArguments(`--runs: got "${text}", allowed: ${WANTED.runs}`);
  return count;
}

function seedsOf(text: string | boolean | undefined): readonly number[] | null {
  if (typeof text !== 'string') return null;
  const parsed = parseValue('seeds', text);
  if (!parsed.ok) throw new BadArguments(parsed.problem.message);
  return parsed.value;
}

/** Every engine with every number of workers. */
function entrantsOf(engines: string | boolean | undefined, workers: string | boolean | undefined): Entrant[] {
  const counts = numbersOf('workers', workers) ?? [null];
  if (counts.some((count) => count !== null && (count < 1 || count > MOST_WORKERS))) throw new BadArguments(`--workers: got "${workers}", allowed: ${WANTED.workers}`);
  const names = typeof engines === 'string' ? engines.split(',') : ['ops', 'simd'];
  return names.flatMap((name) => {
    const engine = ENGINES.find((known) => known === name);
    if (!engine) throw new BadArguments(`--engines: got "${engines}", allowed: ${WANTED.engines}`);
    return counts.map((count): Entrant => ({ engine, workers: count }));
  });
}

const NUMBERS = 'whole numbers separated by commas';
const NAMES = `${BACKENDS.join(', ')}, separated by commas`;
const WANTED = {
  lanes: NUMBERS, widths: NUMBERS, backends: NAMES, preset: `one of ${presetNames}`, runs: `a whole number from 1 to ${MOST_RUNS}`, out: 'a folder',
  engines: `${ENGINES.join(', ')}, separated by commas`, workers: `whole numbers from 1 to ${MOST_WORKERS}, separated by commas`, seeds: 'a list such as 8,9 or 8-19',
} as const;

function backendsOf(text: string | boolean | undefined): Backend[] | null {
  if (typeof text !== 'string') return null;
  return text.split(',').map((name) => {
    const found = BACKENDS.find((backend) => backend === name);
    if (!found) throw new BadArguments(`--backends: got "${text}", allowed: ${NAMES}`);
    return found;
  });
}

function numbersOf(name: string, text: string | boolean | undefined): number[] | null {
  if (typeof text !== 'string') return null;
  if (!/^\d+(,\d+)*$/.test(text)) throw new BadArguments(`--${name}: got "${text}", allowed: ${NUMBERS}`);
  return text.split(',').map(Number);
}
