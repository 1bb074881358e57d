import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { decodeCheckpoint } from '../src/experiment/checkpoint.ts';
import { samplesOf, type RecordedLane } from '../src/experiment/recording.ts';
import type { RunResult } from '../src/experiment/result.ts';
import type { ExportedResult } from '../src/results/provenance.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const command = (args: readonly string[]) => ['--import', 'tsx', join(root, 'src/headless/cli.ts'), ...args];
const settings = { cwd: root, env: { ...process.env, INIT_CWD: root } };

function experiment(...args: string[]) {
  return spawnSync(process.execPath, command(args), { ...settings, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Longer than a test waits, so that each run is stopped in its midst. */
const LONG = ['--preset', 'tiny', '--steps', '2000', '--seeds', '8', '--arms', 'frozen', '--backend', 'wasm'];

/** Starts a run, calls `stop` when it has written its first files, or told of its first steps where it writes none, and waits for its end. */
async function interrupted(folder: string | null, stop: (child: ChildProcess) => void, ...args: string[]) {
  test.setTimeout(400_000);
  const child = spawn(process.execPath, command([...LONG, ...(folder === null ? [] : ['--out', folder]), ...args]), { ...settings, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => { said.stdout += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { said.stderr += text.toString(); });
  const ended = new Promise<number | null>((resolve) => { child.on('close', resolve); });
  try {
    await expect.poll(() => (folder === null ? said.stderr.includes('Reinforcement learning: ') : existsSync(join(folder, 'table.md'))), { timeout: 240_000 }).toBe(true);
    stop(child);
    return { status: await ended, ...said };
  } finally {
    child.kill('SIGKILL');
  }
}

async function inFolder(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'r2m-lab-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const resultIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as ExportedResult;

test('the same run twice on wasm gives the same result to the last digit', () => {
  const results = [1, 2].map(() => {
    const { status, stdout, stderr } = experiment('--preset', 'tiny', '--backend', 'wasm', '--json');
    expect(stderr).toContain('wasm');
    expect(status).toBe(0);
    return JSON.parse(stdout) as RunResult;
  });
  const [first, second] = results.map((result) => ({ ...result, seconds: 0 }));
  expect(first.arms.map(({ name, seeds }) => [name, seeds.map(({ seed }) => seed)])).toEqual([['frozen', [8, 9]], ['r2m', [8, 9]]]);
  expect(first.arms[0].seeds[0].series.step).toEqual([0, 2, 4, 6]);
  expect(second).toEqual(first);
});

test('ten steps on the fused and the SIMD engine are ten steps on the ops engine, but for rounding', () => {
  test.setTimeout(600_000);
  const [ops, ...others] = [['--backend', 'wasm', '--engine', 'ops'], ['--engine', 'fused'], ['--backend', 'wasm']].map((choice) => {
    const { status, stdout } = experiment('--preset', 'tiny', '--steps', '10', '--set', 'evaluateEvery=5', 'sftSteps=20', 'trunkSteps=15', 'headSteps=20', ...choice, '--json');
    expect(status).toBe(0);
    return JSON.parse(stdout) as RunResult;
  });
  expect([ops, ...others].map(({ engine }) => engine)).toEqual(['ops', 'fused', 'simd']);
  for (const { arms } of others) ops.arms.forEach((arm, a) => arm.seeds.forEach((seed, i) => {
    const other = arms[a].seeds[i];
    // Supervised training and labels come first, on either engine: a word may fall otherwise, a curve may not.
    expect(Math.abs(other.startGold - seed.startGold)).toBeLessThan(0.2);
    other.series.gold.forEach((gold, point) => expect(Math.abs(gold - seed.series.gold[point])).toBeLessThan(0.5));
    other.series.kl.forEach((kl, point) => expect(Math.abs(kl - seed.series.kl[point])).toBeLessThan(0.02 + 0.2 * seed.series.kl[point]));
  }));
});

test('the result is written as JSON, CSV, tables and a picture', () => inFolder((folder) => {
  const { status, stdout } = experiment('--preset', 'tiny', '--seeds', '3', '--steps', '2', '--arms', 'frozen,shrink', '--backend', 'wasm', '--out', folder);
  expect(status).toBe(0);
  const result = resultIn(folder);
  expect(result).toMatchObject({ complete: true, status: 'finished', step: 2, backend: 'wasm', config: { seeds: [3], steps: 2, arms: ['frozen', 'shrink'] } });
  expect(result.provenance).toMatchObject({ link: '#preset=tiny&arms=frozen,shrink&seeds=3&steps=2', labels: { total: 75, sharedBy: ['frozen', 'shrink'] } });
  // Under GRPO a smaller reward is the same reward.
  expect(result.paired[0]).toMatchObject({ peakGold: { wins: 0, ties: 1 }, finalGold: { wins: 0, ties: 1 }, goldAtEqualKl: { wins: 0, ties: 1 } });
  expect(readFileSync(join(folder, 'table.md'), 'utf8')).toBe(stdout);
  expect(readFileSync(join(folder, 'table.tex'), 'utf8')).toContain('\\end{tabular}');
  // Evaluations at 0 and 2 and two training steps, for two arms; and the header.
  const lines = readFileSync(join(folder, 'series.csv'), 'utf8').trimEnd().split('\n');
  expect(lines.filter((line) => !line.startsWith('#'))).toHaveLength(1 + 2 * (2 + 2));
  const lanes = JSON.parse(readFileSync(join(folder, 'samples.json'), 'utf8')) as RecordedLane[];
  expect(lanes.map(({ arm, seed, pages }) => [arm, seed, pages.map(({ step }) => step)])).toEqual([['frozen', 3, [0, 2]], ['shrink', 3, [0, 2]]]);
  for (const page of lanes.flatMap(({ pages }) => pages)) {
    const samples = samplesOf(page, result.config);
    expect(samples).toHaveLength(30);
    expect(samples.every(({ gold, proxy }) => Number.isFinite(gold) && Number.isFinite(proxy))).toBe(true);
  }
  const picture = readFileSync(join(folder, 'chart.png'));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  // A blank page of this size is a few kilobytes.
  expect(picture.length).toBeGreaterThan(30_000);
}));

test('a run that Ctrl-C stops leaves what it has computed, marked as incomplete', () => inFolder(async (folder) => {
  const { status, stdout, stderr } = await interrupted(folder, (child) => child.kill('SIGINT'), '--json');
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('Cancelled.');
  expect(stderr).toContain(`What was computed is marked as incomplete and written to ${folder}`);
  const result = resultIn(folder);
  expect(result).toMatchObject({ complete: false, status: 'cancelled' });
  const [{ seeds: [seed] }] = result.arms;
  expect(seed.training.step).toHaveLength(result.step);
  expect(seed.series.step.at(-1)).toBeLessThanOrEqual(result.step);
  expect(readFileSync(join(folder, 'table.md'), 'utf8')).toContain(`Incomplete: step ${result.step} of 2000, cancelled.`);
  expect(readFileSync(join(folder, 'chart.png')).length).toBeGreaterThan(30_000);
}));

test('a run whose browser dies leaves what it has computed, without a chart', () => inFolder(async (folder) => {
  const { status, stderr } = await interrupted(folder, (child) => {
    // Its browser is the one child process that is a leader of a group.
    const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' });
    for (const pid of stdout.trim().split(/\s+/).map(Number)) {
      if (spawnSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim() === String(pid)) process.kill(pid, 'SIGKILL');
    }
  });
  expect(status).toBe(1);
  expect(stderr).toContain('The run failed: the browser');
  expect(stderr).toContain('The chart could not be drawn');
  expect(resultIn(folder)).toMatchObject({ complete: false, status: 'failed' });
  expect(existsSync(join(folder, 'chart.png'))).toBe(false);
}));

test('a process that is killed leaves what it has written while it ran', () => inFolder(async (folder) => {
  const { status } = await interrupted(folder, (child) => child.kill('SIGKILL'));
  expect(status).toBeNull();
  expect(resultIn(folder)).toMatchObject({ complete: false, status: 'running' });
  expect(readFileSync(join(folder, 'series.csv'), 'utf8')).toContain('\nfrozen,8,evaluation,0,');
}));

/** Ends a command and its browser, each the leader of a group or in the test's own, as a machine that fails would. */
function killAll({ pid }: ChildProcess): void {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  for (const child of [pid, ...stdout.trim().split(/\s+/).map(Number)]) {
    if (child) process.kill(child, 'SIGKILL');
  }
}

/** Steps of the states that a folder holds, by file, the newest first. */
function statesIn(folder: string): { readonly step: number; readonly path: string }[] {
  const below = join(folder, 'checkpoint');
  if (!existsSync(below)) return [];
  return readdirSync(below).filter((name) => /^[01]\.bin$/.test(name)).map((name) => {
    const path = join(below, name);
    const bytes = readFileSync(path);
    return { path, step: decodeCheckpoint(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)).step };
  }).sort((a, b) => b.step - a.step);
}

test('a run that is killed with its browser goes on to the result that it would have had', () => inFolder(async (folder) => {
  test.setTimeout(400_000);
  const asked = ['--preset', 'tiny', '--steps', '240', '--set', 'evaluateEvery=10', '--seeds', '8', '--engine', 'simd', '--json'];
  const numbers = (json: string) => {
    const { seconds: _seconds, provenance: { date: _date, ...provenance }, ...result } = JSON.parse(json) as ExportedResult;
    return { ...result, provenance };
  };
  const expected = numbers(experiment(...asked).stdout);

  const [killed, cut] = [join(folder, 'killed'), join(folder, 'cut')];
  const child = spawn(process.execPath, command([...asked, '--out', killed]), { ...settings, stdio: 'ignore' });
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  try {
    await expect.poll(() => statesIn(killed)[0]?.step ?? 0, { timeout: 120_000, intervals: [50] }).toBeGreaterThanOrEqual(20);
  } finally {
    killAll(child);
  }
  await ended;
  const states = statesIn(killed);
  expect(states).toHaveLength(2);
  expect(states[0].step).toBeLessThan(240);
  cpSync(killed, cut, { recursive: true });
  truncateSync(statesIn(cut)[0].path, 1000);

  for (const [there, { step }] of [[killed, states[0]], [cut, states[1]]] as const) {
    const { status, stdout, stderr } = experiment('--resume', there, '--json');
    expect(stderr).toContain(`Going on from step ${step} of 240.`);
    expect(stderr.includes('One of the run’s two saved states could not be used')).toBe(there === cut);
    expect(status).toBe(0);
    expect(numbers(stdout)).toEqual(expected);
    expect(existsSync(join(there, 'checkpoint'))).toBe(false);
    expect(resultIn(there)).toMatchObject({ complete: true, arms: expected.arms });
  }
}));

test('without a folder, the table of a run that is stopped goes to standard error', async () => {
  const { status, stdout, stderr } = await interrupted(null, (child) => child.kill('SIGTERM'));
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/Incomplete: step \d+ of 2000, cancelled\./);
});

test('bad arguments are refused with 2, by name', () => {
  const { status, stdout, stderr } = experiment('--set', 'beta=-1', '--seeds', 'many');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('beta: got "-1", allowed: a number from 0 to 5');
  expect(stderr).toContain('seeds: got "many", allowed:');
});

test('a folder without a run that stopped, and settings beside --resume, are refused with 2', () => inFolder((folder) => {
  const empty = experiment('--resume', folder);
  expect(empty).toMatchObject({ status: 2, stdout: '' });
  expect(empty.stderr).toContain(`--resume: got "${folder}", allowed: the --out folder of a run that did not finish (it holds no state of a run)`);
  const beside = experiment('--resume', folder, '--seeds', '3');
  expect(beside).toMatchObject({ status: 2, stdout: '' });
  expect(beside.stderr).toContain('--seeds: got with --resume, allowed: --json alone beside it');
}));
