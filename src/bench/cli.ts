/** `npm run -s bench -- [--quick] [--json] [--out DIR]`. Exit status: 0; 1 the benchmark failed; 2 bad arguments. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BadArguments, outputFolder } from '../headless/badArguments.ts';
import { openInBrowser } from '../headless/inBrowser.ts';
import { readArguments, USAGE } from './arguments.ts';
import { planOf } from './plan.ts';
import { runPlan, type BenchPage } from './run.ts';
import { benchTable } from './table.ts';

const note = (text: string) => { process.stderr.write(`${text}\n`); };

async function main(args: readonly string[]): Promise<void> {
  const request = readArguments(args);
  if (request === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const plan = planOf(request);
  const folder = request.out === null ? null : outputFolder(request.out);
  const browser = await openInBrowser({ adapter: 'best', onNote: note });
  const page: BenchPage = { reload: () => browser.page.reload(), call: (name, ...args) => browser.call('/src/bench/page/session.ts', name, ...args) };
  const result = await runPlan(page, plan, note, (soFar) => {
    if (folder === null) return;
    writeFileSync(join(folder, 'bench.json'), `${JSON.stringify(soFar, null, 2)}\n`);
    writeFileSync(join(folder, 'bench.md'), benchTable(soFar));
    note(`  written to ${folder}: bench.json, bench.md`);
  }).finally(() => browser.close());
  process.stdout.write(request.json ? `${JSON.stringify(result)}\n` : benchTable(result));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const bad = error instanceof BadArguments;
  note(`${bad ? '' : 'The benchmark failed: '}${error instanceof Error ? error.message : String(error)}`);
  if (bad) note(`\n${USAGE}`);
  process.exitCode = bad ? 2 : 1;
}
