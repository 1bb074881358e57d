/** Material for tests: the command line as a process of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { ExportedResult } from '../src/results/provenance.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export const command = (args: readonly string[]) => ['--import', 'tsx', join(root, 'src/headless/cli.ts'), ...args];
export const settings = { cwd: root, env: { ...process.env, INIT_CWD: root } };

export function experiment(...args: string[]) {
  return spawnSync(process.execPath, command(args), { ...settings, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Longer than a test waits, so that each run is stopped in its midst. */
const LONG = ['--preset', 'tiny', '--steps', '2000', '--seeds', '8', '--arms', 'frozen', '--backend', 'wasm'];

/** Starts a run, calls `stop` when it has written its first files, or told of its first steps where it writes none, and waits for its end. */
export async function interrupted(folder: string | null, stop: (child: ChildProcess) => void, ...args: string[]) {
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

export async function inFolder(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'r2m-lab-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const resultIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as ExportedResult;
