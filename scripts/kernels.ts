/**
 * The compiler of the processor's kernels: AssemblyScript to one WebAssembly file. It lies in node_modules/.cache under a
 * name made of everything that it depends on, so that it is compiled once; pages, workers and Node read the same bytes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = join(root, 'src', 'engine', 'simd', 'kernels');
const cache = join(root, 'node_modules', '.cache', 'kernels');

/** Fixed-width SIMD alone: what the relaxed instructions give depends on the processor. Nothing is imported, not even `abort`. */
const FLAGS = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--disable', 'relaxed-simd', '--noAssert', '--use', 'abort='];
const MAIN = 'index.ts';

/** The text of each source by its name. */
export type Sources = ReadonlyMap<string, string>;

/** @throws Error with the compiler's messages. */
export async function compileKernels(files: Sources): Promise<Uint8Array> {
  const { default: asc } = await import('assemblyscript/asc');
  let binary: Uint8Array | null = null;
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([MAIN, '--outFile', 'kernels.wasm', ...FLAGS], {
    readFile: (name) => files.get(name) ?? null,
    writeFile: (name, contents) => { if (name === 'kernels.wasm' && typeof contents !== 'string') binary = contents; },
    listFiles: () => [],
    stderr,
  });
  if (error || !binary) throw new Error(`the kernels do not compile:\n${stderr.toString() || (error?.message ?? 'the compiler wrote nothing')}`);
  return binary;
}

function readSources(): Sources {
  const names = readdirSync(sources).filter((name) => name.endsWith('.ts')).sort();
  return new Map(names.map((name) => [name, readFileSync(join(sources, name), 'utf8')]));
}

function fingerprint(files: Sources): string {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json') as { version: string };
  const hash = createHash('sha256').update(version).update(FLAGS.join(' '));
  for (const [name, text] of files) hash.update('\0').update(name).update('\0').update(text);
  return hash.digest('hex').slice(0, 16);
}

/** The path of the compiled kernels, compiled now unless they are there. @throws Error with the compiler's messages. */
export async function kernelsFile(): Promise<string> {
  const files = readSources();
  const path = join(cache, fingerprint(files), 'kernels.wasm');
  if (existsSync(path)) return path;
  const binary = await compileKernels(files);
  mkdirSync(join(path, '..'), { recursive: true });
  // Others may be compiling, too: whoever is last wins, and nobody reads half a file.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, binary);
  renameSync(draft, path);
  return path;
}

/** For Node. */
export async function kernelsBinary(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(readFileSync(await kernelsFile()));
}
