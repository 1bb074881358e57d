/** The command line's words, read and checked before anything starts. */
import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import type { Config, FieldKey } from '../config/fields.ts';
import { fieldKeys } from '../config/fields.ts';
import { findPreset, presetConfig, presets } from '../settings/presets.ts';
import { parseConfig, unknownField } from '../settings/schema.ts';
import { allowedOf, problemWith } from '../config/fieldValues.ts';
import { fieldOf, isFieldKey, parseValue } from '../settings/values.ts';
import { backendNeeded } from '../engine/choose.ts';
import { methods } from '../methods/index.ts';
import type { EngineChoice } from '../protocol/messages.ts';
import { BadArguments } from './badArguments.ts';
import { stoppedRun } from './checkpointFiles.ts';

export interface Request {
  readonly config: Config;
  readonly choice: EngineChoice;
  /** Folder for the result's files. */
  readonly out: string | null;
  /** Whether the run that stopped in that folder goes on; the rest of the request is then that run's. */
  readonly resume: boolean;
  /** The result alone on standard output. */
  readonly json: boolean;
}

const BACKENDS = ['auto', 'webgpu', 'wasm', 'cpu'] as const;
const ENGINES = ['auto', 'ops', 'fused', 'simd'] as const;
const presetNames = presets.map(({ name }) => name).join(', ');

interface Options {
  readonly preset: string;
  readonly set?: readonly string[];
  readonly arms?: string;
  readonly seeds?: string;
  readonly steps?: string;
  readonly backend: string;
  readonly engine: string;
  readonly out?: string;
  readonly resume?: string;
  readonly json?: boolean;
}

function createCommand(): Command {
  return new Command('npm run -s experiment --')
    .description('Runs a comparison in a headless browser, with the code that the page runs.')
    .addOption(new Option('--preset <name>', `a named configuration: ${presetNames}`).default('default'))
    .addOption(new Option('--set <field=value...>', 'fields to change; may be repeated'))
    .addOption(new Option('--arms <list>', `short for --set arms=LIST: ${allowedOf(fieldOf('arms'))}`))
    .addOption(new Option('--seeds <list>', `short for --set seeds=LIST: ${allowedOf(fieldOf('seeds'))}`))
    .addOption(new Option('--steps <number>', `short for --set steps=NUMBER: ${allowedOf(fieldOf('steps'))}`))
    .addOption(new Option('--backend <name>', `where to compute: ${BACKENDS.join(', ')}`).default('auto'))
    .addOption(new Option('--engine <name>', `how to compute: ${ENGINES.join(', ')}`).default('auto'))
    .addOption(new Option('--out <dir>', 'folder for result.json, series.csv, paired.csv, samples.json, table.md, table.tex and chart.png; written while the run goes on'))
    .addOption(new Option('--resume <dir>', 'goes on with the run that stopped in this --out folder, to the result that it would have had; with --json or alone'))
    .addOption(new Option('--json', 'print the result as JSON, alone, on standard output; nothing where the run does not finish'))
    .helpOption('--help', 'show this')
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .addHelpText('after', `\nMethods: ${methods.map(({ name }) => name).join(', ')}\n\nFields: ${fieldKeys.join(', ')}\n\n`
      + 'A run that is cancelled or fails leaves what it has computed in --out, marked as incomplete; without --out its table goes to standard error.\n\n'
      + 'Exit status: 0; 1 when the run failed or was cancelled; 2 for bad arguments.');
}

/** The help text. */
export function help(): string {
  let text = '';
  createCommand().configureOutput({ writeOut: (part) => { text += part; } }).outputHelp();
  return text;
}

function namesOf(command: Command): string {
  return command.options.map(({ long }) => long).join(', ');
}

/** Commander's complaint in this lab's words. */
function complaint(error: CommanderError, command: Command): BadArguments {
  const quoted = /'(.*)'/.exec(error.message)?.[1] ?? '';
  const names = namesOf(command);
  const option = command.options.find(({ flags }) => flags === quoted);
  if (error.code === 'commander.optionMissingArgument' && option) return new BadArguments(`${option.long ?? quoted}: got nothing, allowed: ${option.description}`);
  if (error.code === 'commander.unknownOption') return new BadArguments(`${quoted}: no such option, allowed: ${names}`);
  return new BadArguments(`${error.message.replace(/^error: /, '')}; allowed: ${names}`);
}

function readOptions(args: readonly string[]): Options | 'help' {
  const command = createCommand();
  try {
    const { args: stray } = command.parse(args, { from: 'user' });
    if (stray.length > 0) throw new BadArguments(`${stray.join(' ')}: belongs to no option (a list is one word, such as 3,5,9), allowed: ${namesOf(command)}`);
    return command.opts<Options>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.helpDisplayed') return 'help';
    throw complaint(error, command);
  }
}

function oneOf<T extends string>(option: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((name) => name === given);
  if (found === undefined) throw new BadArguments(problemWith(option, given, `one of ${allowed.join(', ')}`).message);
  return found;
}

/** `--set` and its short forms, in that order: a short form has the last word. */
function assignments(options: Options): [string, string][] {
  const written = (options.set ?? []).map((text): [string, string] => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined) throw new BadArguments(problemWith('--set', text, 'field=value').message);
    return [key, value];
  });
  const short = (['arms', 'seeds', 'steps'] as const).flatMap((key): [string, string][] => {
    const value = options[key];
    return value === undefined ? [] : [[key, value]];
  });
  return [...written, ...short];
}

function configure(options: Options): Config {
  const preset = findPreset(options.preset);
  if (!preset) throw new BadArguments(problemWith('--preset', options.preset, `one of ${presetNames}`).message);
  const values: Record<FieldKey, unknown> = { ...presetConfig(preset) };
  const problems: string[] = [];
  const given = assignments(options);
  for (const [key, text] of given) {
    if (!isFieldKey(key)) {
      problems.push(unknownField(key, text).message);
      continue;
    }
    const parsed = parseValue(key, text);
    if (parsed.ok) values[key] = parsed.value;
    else problems.push(parsed.problem.message);
  }
  if (problems.length > 0) throw new BadArguments(problems.join('\n'));
  const checked = parseConfig(values, new Set(given.map(([key]) => key)));
  if (!checked.ok) throw new BadArguments(checked.problems.map(({ message }) => message).join('\n'));
  return checked.config;
}

function resumed(args: readonly string[], folder: string, json: boolean): Request {
  if (folder === '') throw new BadArguments(problemWith('--resume', '', 'a folder').message);
  const others = args.filter((arg) => arg.startsWith('--') && !/^--(resume(=.*)?|json)$/.test(arg));
  if (others.length > 0) throw new BadArguments(`${others[0]}: got with --resume, allowed: --json alone beside it, since the run goes on as it was started`);
  return { ...stoppedRun(resolve(process.env.INIT_CWD ?? '.', folder)), out: folder, resume: true, json };
}

/**
 * Reads the arguments that follow the command's name.
 * @throws BadArguments
 */
export function readArguments(args: readonly string[]): Request | 'help' {
  const options = readOptions(args);
  if (options === 'help') return 'help';
  const backend = oneOf('--backend', options.backend, BACKENDS);
  const engine = oneOf('--engine', options.engine, ENGINES);
  const needed = backendNeeded({ backend, engine });
  if (needed !== null) throw new BadArguments(problemWith('--backend', backend, `auto or ${needed} with --engine ${engine}`).message);
  if (options.out === '') throw new BadArguments(problemWith('--out', '', 'a folder').message);
  const json = options.json ?? false;
  if (options.resume !== undefined) return resumed(args, options.resume, json);
  return { config: configure(options), choice: { backend, engine }, out: options.out ?? null, resume: false, json };
}
