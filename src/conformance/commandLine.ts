/** `npm run -s conformance -- DIR [--backend ...] [--engine ...]`: the project's arithmetic against reference numbers. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelsBinary } from '../../scripts/kernels.ts';
import type { Road } from '../engine/choose.ts';
import type { BackendName, EngineName } from '../engine/engine.ts';
import { BadArguments } from '../headless/badArguments.ts';
import { openInBrowser } from '../headless/inBrowser.ts';
import { checkedEngines, roadName, runOnEngine } from './engines.ts';
import { casesOf, kinds, runFile, type CaseReport, type FixtureFile } from './runFile.ts';
import { plainSubject } from './subject.ts';
import { MalformedFixture } from './tensor.ts';

const BACKENDS: Readonly<Record<string, readonly BackendName[]>> = {
  cpu: ['cpu'], wasm: ['wasm'], webgpu: ['webgpu'], all: ['cpu', 'wasm', 'webgpu'],
};
/** Of an engine: where it runs, and what is meant without --backend. */
const RUNS_ON: Readonly<Record<EngineName, readonly BackendName[]>> = { ops: ['cpu', 'wasm', 'webgpu'], fused: ['webgpu'], simd: ['wasm'] };
const DEFAULT_BACKENDS: Readonly<Record<EngineName, readonly BackendName[]>> = { ...RUNS_ON, ops: ['cpu', 'wasm'] };
/** What is meant without --engine: what every run of the lab can end up on. */
const DEFAULT_ENGINES: readonly EngineName[] = ['ops', 'simd'];

export const USAGE = `Usage: npm run -s conformance -- DIR [--backend ${Object.keys(BACKENDS).join('|')}] [--engine ${checkedEngines.join('|')}]

Runs every case of the fixture files in DIR (${kinds.map((kind) => `${kind}.json`).join(', ')})
on the plain arithmetic and on engines; without --engine ops and simd, without --backend ops on cpu and wasm, fused on
webgpu and simd, which runs on wasm only, there. One line per case: file, case, what ran, largest relative error (of the array's largest number), verdict. Tolerance: 1e-9 for plain
arithmetic, beyond what the printing of the fixture's numbers explains; 1e-4 for engines, which compute in float32.
Exit: 0, 1 when a case fails or a file is malformed, 2 for bad arguments.`;

/** Where text goes. */
export interface Output {
  line(text: string): void;
  complain(text: string): void;
}

interface Request {
  readonly files: readonly FixtureFile[];
  /** Files in the folder that no check knows. */
  readonly strangers: readonly string[];
  readonly roads: readonly Road[];
}

/** Runs the command and returns its exit status. */
export async function conformance(args: readonly string[], output: Output): Promise<number> {
  if (args.includes('--help')) {
    output.line(USAGE);
    return 0;
  }
  let request: Request;
  try {
    request = readRequest(args);
  } catch (error) {
    if (!(error instanceof BadArguments)) throw error;
    output.complain(`${error.message}\n\n${USAGE}`);
    return 2;
  }
  for (const name of request.strangers) output.complain(`${name}: not a fixture that is known here, left out`);
  const files = request.files.filter((file) => isReadable(file, output));
  let failures = request.files.length - files.length;
  let total = 0;
  const report = (reports: readonly CaseReport[]) => {
    for (const item of reports) output.line(lineOf(item));
    total += reports.length;
    failures += reports.filter((item) => !item.ok).length;
  };

  for (const file of files) report(await runFile(file, plainSubject));
  for (const { backend, engine } of request.roads) {
    try {
      report(await (backend === 'webgpu' ? runInPage(engine, files) : runOnEngine(backend, engine, files, kernelsBinary)));
    } catch (error) {
      failures++;
      output.complain(`${roadName(backend, engine)}: could not run: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  output.line(failures === 0 ? `${total} checks, all ok` : `${total} checks, ${failures} FAILED`);
  return failures === 0 ? 0 : 1;
}

function readRequest(args: readonly string[]): Request {
  const { values, positionals } = parse(args);
  if (positionals.length !== 1) throw new BadArguments(`DIR: got ${positionals.length === 0 ? 'nothing' : positionals.join(' ')}, allowed: one folder`);
  const roads = readRoads(values);

  const folder = resolve(process.env.INIT_CWD ?? '.', positionals[0]);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new BadArguments(`DIR: got "${positionals[0]}", allowed: a folder that exists`);
  const names = readdirSync(folder).sort();
  const files = kinds.filter((kind) => names.includes(`${kind}.json`)).map((kind) => ({ kind, json: readFileSync(join(folder, `${kind}.json`), 'utf8') }));
  if (files.length === 0) throw new BadArguments(`DIR: "${positionals[0]}" has no fixture file, allowed: ${kinds.map((kind) => `${kind}.json`).join(', ')}`);
  return { files, strangers: names.filter((name) => !kinds.some((kind) => name === `${kind}.json`)), roads };
}

function readRoads(given: { readonly backend?: string | undefined; readonly engine?: string | undefined }): Road[] {
  const engine = checkedEngines.find((name) => name === given.engine);
  if (given.engine !== undefined && !engine) throw new BadArguments(`--engine: got "${given.engine}", allowed: ${checkedEngines.join(', ')}`);
  const backends = given.backend === undefined ? null : new Map(Object.entries(BACKENDS)).get(given.backend);
  if (backends === undefined) throw new BadArguments(`--backend: got "${given.backend}", allowed: ${Object.keys(BACKENDS).join(', ')}`);
  if (engine && backends?.some((backend) => !RUNS_ON[engine].includes(backend))) {
    throw new BadArguments(`--backend: got "${given.backend}", allowed for the ${engine} engine: ${RUNS_ON[engine].join(', ')}`);
  }
  return (engine ? [engine] : DEFAULT_ENGINES).flatMap((name) => {
    const wanted = backends ?? DEFAULT_BACKENDS[name];
    return wanted.filter((backend) => RUNS_ON[name].includes(backend)).map((backend) => ({ backend, engine: name }));
  });
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { backend: { type: 'string' }, engine: { type: 'string' } } });
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message : String(error));
  }
}

function isReadable(file: FixtureFile, output: Output): boolean {
  try {
    casesOf(file.json);
    return true;
  } catch (error) {
    if (!(error instanceof MalformedFixture)) throw error;
    output.complain(`${file.kind}.json: malformed: ${error.message}`);
    return false;
  }
}

async function runInPage(engine: EngineName, files: readonly FixtureFile[]): Promise<CaseReport[]> {
  const browser = await openInBrowser({ adapter: 'software' });
  try {
    return await browser.call<CaseReport[]>(
      '/src/conformance/engines.ts', 'runOnEngine', 'webgpu', engine, files.map(({ kind, json }) => ({ kind, json })),
    );
  } finally {
    await browser.close();
  }
}

function lineOf({ kind, number, subject, error, ok, detail }: CaseReport): string {
  const shown = error === null ? 'not run' : error.toExponential(1);
  const columns = [`${kind}.json`.padEnd(22), `case ${number}`.padEnd(9), subject.padEnd(8), shown.padStart(8), ok ? 'ok' : 'FAIL'];
  return columns.join(' ') + (ok ? '' : ` (${detail})`);
}
