/** The built page: made anew where the sources have changed since the last time. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.sources');

const SOURCES = ['index.html', 'package-lock.json', 'vite.config.ts', 'scripts/kernels.ts', 'scripts/kernelsPlugin.ts', 'scripts/loneEntries.ts', 'tsconfig.json', 'public', 'src'];

function filesOf(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesOf(join(path, name)));
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((name) => filesOf(join(root, name)))) {
    if (!/\.test\.tsx?$/.test(file)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** Builds into dist/ unless what is there was built from these very sources. */
export async function ensureBuilt(): Promise<void> {
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Building the page ...\n');
  await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  writeFileSync(stamp, wanted);
}

export interface Served {
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Serves dist/; where the port is taken, on the next one that is free. Port 0 is any free one. */
export async function servePage({ port, host, open }: { readonly port: number; readonly host: string; readonly open: boolean }): Promise<Served> {
  const server = await preview({
    root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn', preview: { port, host, open, strictPort: false },
  });
  const address = server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0];
  if (address === undefined) throw new Error('The server has no address.');
  return { address, close: () => server.close() };
}
