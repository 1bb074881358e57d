/** Runs of the command line that are stopped, killed and gone on with. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { decodeCheckpoint } from '../src/experiment/checkpoint.ts';
import type { ExportedResult } from '../src/results/provenance.ts';
import { command, experiment, inFolder, interrupted, resultIn, settings } from './commands.ts';

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

test('a folder without a run that stopped, and settings beside --resume, are refused with 2', () => inFolder((folder) => {
  const empty = experiment('--resume', folder);
  expect(empty).toMatchObject({ status: 2, stdout: '' });
  expect(empty.stderr).toContain(`--resume: got "${folder}", allowed: the --out folder of a run that did not finish (it holds no state of a run)`);
  const beside = experiment('--resume', folder, '--seeds', '3');
  expect(beside).toMatchObject({ status: 2, stdout: '' });
  expect(beside.stderr).toContain('--seeds: got with --resume, allowed: --json alone beside it');
}));
