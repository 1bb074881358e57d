/**
 * `npm run test:browsers [-- --require --no-install --webgpu --report FILE]`: the built page in real Firefox and real WebKit.
 * A browser that is not to be had is skipped; with `--require` it is a failure.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ensureBuilt, servePage } from '../../scripts/build.ts';
import { type Count, finalLine, NOTHING, total } from '../../scripts/count.ts';
import { BROWSERS, launch, type BrowserLabel, type Options } from './browsers.ts';
import type { Driven } from './driven.ts';
import { SCENARIO } from './scenario.ts';

const parts = Object.entries(SCENARIO);

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

const words = (error: unknown) => (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');

async function perform(label: BrowserLabel, browser: Driven, address: string, { webgpu }: Options): Promise<Count> {
  let [passed, failed] = [0, 0];
  for (const [name, part] of parts) {
    const began = performance.now();
    const problem = await part(browser, address, { engine: webgpu ? /^WebGPU/i : /^wasm/i }).then(() => null, words);
    if (problem === null) passed++;
    else failed++;
    tell(`${label}: ${name} ${problem === null ? 'ok' : `FAILED: ${problem}`} (${((performance.now() - began) / 1000).toFixed(0)} s)`);
  }
  return { passed, failed, skipped: 0 };
}

async function test(label: BrowserLabel, address: string, options: Options & { readonly require: boolean }): Promise<Count> {
  let browser: Driven;
  try {
    browser = await launch(label, options);
  } catch (error) {
    tell(`${label}: ${options.require ? 'FAILED' : 'skipped'}: ${words(error)}`);
    return { ...NOTHING, [options.require ? 'failed' : 'skipped']: parts.length };
  }
  tell(`${label}: ${browser.description}`);
  try {
    return await perform(label, browser, address, options);
  } finally {
    await browser.close();
  }
}

const { values } = parseArgs({
  allowNegative: true,
  options: {
    require: { type: 'boolean', default: false }, install: { type: 'boolean', default: true }, webgpu: { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
await ensureBuilt();
const server = await servePage({ port: 0, host: 'localhost', open: false });
const counts: Count[] = [];
// WebGPU without a graphics processor is Firefox's alone.
for (const label of values.webgpu ? BROWSERS.slice(0, 1) : BROWSERS) counts.push(await test(label, server.address, values));
await server.close();
const sum = total(counts);
tell(finalLine(sum));
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(sum));
process.exit(sum.failed > 0 ? 1 : 0);
