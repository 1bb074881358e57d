/**
 * Makes the recorded runs that the page shows: `npm run record -- [--preset NAME ...] [--from DIR ...] [--to DIR]`. Runs the
 * presets that have a recorded run, on the SIMD engine, whose bits are the same on every machine; with `--from`, only takes what an
 * experiment wrote with `--out`; several folders hold seeds of one run, which do not depend on each other. Exit status: 0; 1 a run failed; 2 bad arguments.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Config } from '../config/fields.ts';
import { differingFields } from '../settings/link.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { checkRecording, checkSamples, curvesFile, curvesJson, RECORDED_SEEDS, samplesFile, samplesJson } from '../experiment/recordedFiles.ts';
import type { RecordedLane } from '../experiment/recording.ts';
import type { RunResult } from '../experiment/result.ts';
import { resummarised } from '../experiment/summary.ts';
import { tableText } from '../results/table.ts';
import { nearestPreset } from '../results/preset.ts';
import { BadArguments } from './badArguments.ts';
import { RunGatherer } from './gather.ts';
import { createProgress } from './progress.ts';
import { writeWhole } from './resultFiles.ts';
import { openSession } from './session.ts';

interface Made {
  readonly result: RunResult;
  readonly lanes: readonly RecordedLane[];
  /** YYYY-MM-DD. */
  readonly date: string;
}

const note = (text: string) => process.stderr.write(`${text}\n`);
const today = () => new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);

/** The configuration of a preset's recorded run. */
function recordedConfig(name: string): Config {
  const preset = findPreset(name);
  if (!preset) throw new BadArguments(`--preset: got "${name}", and there is no such preset to run`);
  return { ...presetConfig(preset), seeds: RECORDED_SEEDS[name] };
}

async function run(config: Config): Promise<Made> {
  const choice = { backend: 'wasm', engine: 'simd' } as const;
  const progress = createProgress(config.steps);
  const session = await openSession(choice, progress.note);
  try {
    const gathered = new RunGatherer(config);
    const outcome = await session.run(config, choice, {
      signal: new AbortController().signal,
      onReport: (report) => {
        progress.show(report);
        gathered.receive(report);
      },
    });
    if (outcome.type !== 'finished') throw new Error(outcome.type === 'failed' ? outcome.message : 'the run was cancelled');
    return { result: outcome.result, lanes: gathered.samples(), date: today() };
  } finally {
    progress.stop();
    await session.close();
  }
}

/** What an experiment wrote, with its figures as the series give them now. */
function taken(folder: string): Made {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const result = read('result.json') as RunResult & { readonly provenance?: { readonly date: string } };
  if (result.complete === false) throw new BadArguments(`--from: got "${folder}", whose run is not finished`);
  if (result.changes.length > 0) throw new BadArguments(`--from: got "${folder}", whose run was changed while it went on`);
  return { result: resummarised(result), lanes: read('samples.json') as RecordedLane[], date: result.provenance?.date ?? today() };
}

/** One run of the seeds of all, which differ in nothing else. */
function joined([first, ...others]: readonly Made[]): Made {
  return others.reduce((all, made) => {
    const differing = differingFields(all.result.config, made.result.config).filter((key) => key !== 'seeds');
    if (differing.length > 0) throw new BadArguments(`--from: the folders' runs differ in ${differing.join(', ')}`);
    const config = { ...all.result.config, seeds: [...all.result.config.seeds, ...made.result.config.seeds] };
    const arms = all.result.arms.map((arm, index) => ({ ...arm, seeds: [...arm.seeds, ...made.result.arms[index].seeds] }));
    return {
      result: resummarised({ ...all.result, config, seconds: all.result.seconds + made.result.seconds, arms }),
      lanes: [...all.lanes, ...made.lanes], date: made.date,
    };
  }, first);
}

function write(preset: string, folder: string, { result, lanes, date }: Made): void {
  const curves = curvesJson(preset, date, result);
  const samples = samplesJson(result, lanes);
  const read = checkRecording(JSON.parse(curves));
  if (!read.ok) throw new Error(`${preset}: ${read.reason}`);
  const readSamples = checkSamples(JSON.parse(samples));
  if (!readSamples.ok) throw new Error(`${preset}: ${readSamples.reason}`);
  // Digits were dropped, and no figure may turn over by that.
  const [kept, whole] = [read.value.result, result].map((of) => JSON.stringify(tableText(of).tables));
  if (kept !== whole) throw new Error(`${preset}: the recorded figures are not those of the run: ${kept} and ${whole}`);
  mkdirSync(folder, { recursive: true });
  writeWhole(folder, curvesFile(preset), curves);
  writeWhole(folder, samplesFile(preset), samples);
  note(`${preset}: ${join(folder, curvesFile(preset))}, ${samplesFile(preset)}`);
}

/** Which presets, named or found by what `--from` holds. */
function chosen(named: readonly string[] | undefined, from: Made | null): readonly string[] {
  const names = named ?? (from ? [nearestPreset(from.result.config).name] : Object.keys(RECORDED_SEEDS).filter(findPreset));
  const unknown = names.find((name) => !Object.hasOwn(RECORDED_SEEDS, name));
  if (unknown !== undefined) throw new BadArguments(`--preset: got "${unknown}", allowed: ${Object.keys(RECORDED_SEEDS).join(', ')}`);
  if (from && names.length !== 1) throw new BadArguments('--preset: allowed with --from: one name');
  const [name] = names;
  const differing = from && findPreset(name) ? nearestPreset(from.result.config, name).differing.filter((key) => key !== 'arms') : [];
  if (differing.length > 0) throw new BadArguments(`--from: its run differs from the preset ${name} in ${differing.join(', ')}`);
  return names;
}

async function main(): Promise<void> {
  const options = new Command('npm run record --')
    .description('Makes the recorded runs that the page shows.')
    .option('--preset <name...>', `which: ${Object.keys(RECORDED_SEEDS).join(', ')}; all, where none is named`)
    .option('--from <dir...>', 'take what an experiment of one preset wrote with --out, instead of running it; several folders: seeds of one run')
    .option('--to <dir>', 'where to write', 'public/recorded')
    .parse()
    .opts<{ preset?: string[]; from?: string[]; to: string }>();
  const from = options.from === undefined ? null : joined(options.from.map((folder) => taken(resolve(process.env.INIT_CWD ?? '.', folder))));
  for (const preset of chosen(options.preset, from)) {
    if (!from) note(`${preset} ...`);
    write(preset, options.to, from ?? await run(recordedConfig(preset)));
  }
}

try {
  await main();
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof BadArguments ? 2 : 1;
}
