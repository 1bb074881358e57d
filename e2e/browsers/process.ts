/** Programs that a driver starts and ends. */
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** Longest wait for a browser or a display to say that it is there. */
const START_MS = 60_000;

export const isRoot = process.getuid?.() === 0;

/** Path of the first of these commands that is on the PATH. */
export function commandPath(...names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

const running = new Set<ChildProcess>();

/** Starts a program in a process group of its own, so that its helpers end with it. None outlives this process. */
export function begin(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function kill(child: ChildProcess): void {
  if (process.platform === 'win32' || child.pid === undefined) child.kill();
  else process.kill(-child.pid, 'SIGKILL');
}

process.once('exit', () => { running.forEach(kill); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

export async function end(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return;
  const ended = new Promise((resolve) => { child.once('exit', resolve); });
  kill(child);
  await ended;
}

/**
 * What the first bracket of `pattern` matches in the first line that it fits.
 * @throws Error where the program ends, or takes too long, before it writes such a line
 */
export function saidBy(child: ChildProcess, stream: Readable, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    const fail = (problem: string) => {
      clearTimeout(late);
      reject(new Error(`${child.spawnfile} ${problem}. ${lines.slice(-5).join(' ')}`.trim()));
    };
    const late = setTimeout(fail, START_MS, 'did not start in time');
    child.once('error', ({ message }) => fail(message));
    child.once('exit', (code) => fail(`ended with ${code}`));
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      const match = pattern.exec(line);
      if (!match) return;
      clearTimeout(late);
      resolve(match[1]);
    });
  });
}

/** A port of the loopback interface that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
