/**
 * `npm test`: types, lint, unit tests in Node, the shipped fixtures, and browser tests: all of them in Chromium, the
 * main ones in Firefox and WebKit. All steps run, whatever fails; the last line counts unit tests, fixture cases and browser
 * tests, and each other step that fails.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../src/headless/browser.ts';
import { countConformance, countPlaywright, countReported, countVitest, type Count, finalLine, NOTHING, total } from './count.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'r2m-lab-test-'));

interface Ran {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs one of the project's tools. Without `capture` it writes to this process's output. */
function run(tool: string, args: readonly string[], environment: Record<string, string> = {}, capture = false): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', tool), ...args], {
      cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => { output += part; });
    child.on('error', (error) => {
      process.stderr.write(`${tool}: ${error.message}\n`);
      resolve({ ok: false, output });
    });
    child.on('close', (status) => resolve({ ok: status === 0, output }));
  });
}

/** A tool that fails with nothing to count, or with every count fine, has failed once itself. */
function reckon({ ok }: Ran, count: Count): Count {
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
}

function readReport(name: string): string | null {
  const path = join(reports, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** Each of them takes one core. */
async function typesAndLint(): Promise<Count> {
  const ran = await Promise.all([run('typescript/bin/tsc', ['--noEmit']), run('eslint/bin/eslint.js', ['.'])]);
  return total(ran.map((each) => reckon(each, NOTHING)));
}

async function unitTests(): Promise<Count> {
  const ran = await run('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, 'unit.json')}`]);
  return reckon(ran, countVitest(readReport('unit.json')));
}

async function fixtures(): Promise<Count> {
  const ran = await run('tsx/dist/cli.mjs', ['src/conformance/cli.ts', 'src/conformance/fixtures', '--backend', 'all'], {}, true);
  const lines = ran.output.trimEnd().split('\n');
  process.stdout.write(`${[...lines.filter((line) => line.includes('FAIL')), ...lines.slice(-1)].join('\n')}\n`);
  return reckon(ran, countConformance(ran.output));
}

async function browserTests(): Promise<Count> {
  const ran = await run('@playwright/test/cli.js', ['test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_FILE: join(reports, 'browser.json') });
  return reckon(ran, countPlaywright(readReport('browser.json')));
}

/** Firefox and WebKit, installed where that is easy. One that is not to be had is skipped. */
async function otherBrowsers(): Promise<Count> {
  const report = 'browsers.json';
  const ran = await run('tsx/dist/cli.mjs', ['e2e/browsers/run.ts', '--report', join(reports, report)]);
  return reckon(ran, countReported(readReport(report)));
}

function browser(): Count {
  try {
    process.stdout.write(`${findBrowser()}\n`);
    return NOTHING;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return { ...NOTHING, failed: 1 };
  }
}

const STEPS: readonly (readonly [title: string, perform: () => Count | Promise<Count>])[] = [
  ['Types and lint', typesAndLint],
  ['Unit tests in Node', unitTests],
  ['Browser', browser],
  ['Fixtures: plain arithmetic, cpu, wasm, WebGPU', fixtures],
  ['Browser tests', browserTests],
  ['Firefox and WebKit', otherBrowsers],
];

const outcomes: { readonly title: string; readonly count: Count; readonly seconds: number }[] = [];
for (const [title, perform] of STEPS) {
  process.stdout.write(`\n== ${title}\n`);
  const began = performance.now();
  const count = await perform();
  outcomes.push({ title, count, seconds: (performance.now() - began) / 1000 });
}
rmSync(reports, { recursive: true, force: true });

process.stdout.write('\n');
for (const { title, count, seconds } of outcomes) {
  const counted = count.passed + count.failed + count.skipped > 0 ? `: ${finalLine(count)}` : '';
  process.stdout.write(`${count.failed > 0 ? 'FAILED' : 'ok    '} ${title}${counted} (${seconds.toFixed(0)} s)\n`);
}
const sum = total(outcomes.map(({ count }) => count));
process.stdout.write(`${finalLine(sum)}\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;
