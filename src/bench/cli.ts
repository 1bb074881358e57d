/** `npm run -s bench -- [--page | --compare | --gpu] [--quick] [--json] [--out DIR]`. Exit status: 0; 1 the benchmark failed; 2 bad arguments. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadArguments, outputFolder } from '../headless/badArguments.ts';
import { openInBrowser } from '../headless/inBrowser.ts';
import { readArguments, USAGE, type CompareRequest, type EngineRequest, type GpuRequest, type PageRequest } from './arguments.ts';
import { measureGpu } from './gpu/measure.ts';
import { gpuTable } from './gpu/table.ts';
import { planOf } from './plan.ts';
import { benchPage, runPlan } from './run.ts';
import { benchTable } from './table.ts';
import { measurePage } from './visit/measure.ts';
import { pageTable } from './visit/table.ts';
import { compareEngines } from './whole/measure.ts';
import { wholeTable } from './whole/table.ts';

const note = (text: string) => { process.stderr.write(`${text}\n`); };

async function benchEngines(request: EngineRequest): Promise<void> {
  const plan = planOf(request);
  const folder = request.out === null ? null : outputFolder(request.out);
  const browser = await openInBrowser({ adapter: 'best', onNote: note });
  const result = await runPlan(benchPage(browser), plan, note, (soFar) => {
    if (folder !== null) write(folder, 'bench', soFar, benchTable(soFar));
  }).finally(() => browser.close());
  print(request, result, benchTable(result));
}

async function benchVisits(request: PageRequest): Promise<void> {
  const folder = request.out === null ? null : outputFolder(request.out);
  const result = await measurePage(request, note);
  if (folder !== null) write(folder, 'page', result, pageTable(result));
  print(request, result, pageTable(result));
}

async function benchWhole(request: CompareRequest): Promise<void> {
  const folder = request.out === null ? null : outputFolder(request.out);
  const result = await compareEngines(request, note);
  if (folder !== null) write(folder, 'compare', result, wholeTable(result));
  print(request, result, wholeTable(result));
}

async function benchGpu(request: GpuRequest): Promise<void> {
  const folder = request.out === null ? null : outputFolder(request.out);
  const result = await measureGpu(request.quick, note, (soFar) => {
    if (folder !== null) write(folder, 'gpu', soFar, gpuTable(soFar));
  });
  print(request, result, gpuTable(result));
}

function write(folder: string, name: 'bench' | 'page' | 'compare' | 'gpu', result: object, table: string): void {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(folder, `${name}.md`), table);
  note(`  written to ${folder}: ${name}.json, ${name}.md`);
}

function print({ json }: EngineRequest | PageRequest | CompareRequest | GpuRequest, result: object, table: string): void {
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : table);
}

async function main(args: readonly string[]): Promise<void> {
  const request = readArguments(args);
  if (request === 'help') process.stdout.write(USAGE);
  else if (request.of === 'page') await benchVisits(request);
  else if (request.of === 'gpu') await benchGpu(request);
  else if (request.of === 'whole') await benchWhole(request);
  else await benchEngines(request);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const bad = error instanceof BadArguments;
  note(`${bad ? '' : 'The benchmark failed: '}${error instanceof Error ? error.message : String(error)}`);
  if (bad) note(`\n${USAGE}`);
  process.exitCode = bad ? 2 : 1;
}
