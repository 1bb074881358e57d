import { build, type Plugin, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { importsOfEntries, loneEntries } from './loneEntries.ts';

/** Sources by name. */
function sources(files: Readonly<Record<string, string>>): Plugin {
  return { name: 'sources', resolveId: (id) => (id in files ? `\0${id}` : null), load: (id) => files[id.slice(1)] };
}

async function bundle(files: Readonly<Record<string, string>>, plugins: Plugin[]): Promise<Rolldown.OutputBundle> {
  const built = await build({
    configFile: false, logLevel: 'silent', plugins: [sources(files), ...plugins], build: { write: false, rolldownOptions: { input: 'entry' } },
  }) as Rolldown.RolldownOutput;
  return Object.fromEntries(built.output.map((output) => [output.fileName, output]));
}

const SHARING = {
  entry: 'import { shared } from "shared"; import("later").then(({ twice }) => console.log(twice, shared));',
  later: 'import { shared } from "shared"; export const twice = [shared, shared];',
  shared: 'export const shared = { when: Date.now() };',
};

const IMPORTED_BACK = {
  entry: 'export const shared = { when: Date.now() }; import("later").then(({ twice }) => console.log(twice()));',
  later: 'export const twice = async () => [(await import("entry")).shared];',
};

/** What Vite asks of the bundler by itself. */
const LOOSE: Plugin = { name: 'loose', options: (options) => ({ ...options, preserveEntrySignatures: false }) };

describe('entries', () => {
  it('would be imported by other chunks if nothing were done', async () => {
    expect(importsOfEntries(await bundle(SHARING, []))).toEqual([expect.stringMatching(/later.* imports the entry .*entry/)]);
  });

  it('leave what they share with later code to a chunk of its own', async () => {
    const built = await bundle(SHARING, [loneEntries()]);
    expect(importsOfEntries(built)).toEqual([]);
    expect(Object.values(built).filter((output) => output.type === 'chunk')).toHaveLength(3);
  });

  it.each([
    ['the bundler is told to keep shared code in them', SHARING, [loneEntries(), LOOSE]],
    ['the source imports them', IMPORTED_BACK, [loneEntries()]],
  ])('fail the build where %s', async (_, files, plugins) => {
    await expect(bundle(files, plugins)).rejects.toThrow(/later.* imports the entry .*entry/);
  });
});
