/**
 * A Vite plugin: what ends in `simd/kernels.wasm?url` is the address of the compiled kernels, in the page's build, in the
 * workers' and on the development server. Their sources are no modules of the page, so that changing one reloads nothing.
 */
import type { Plugin } from 'vite';
import { kernelsFile } from './kernels.ts';

export function kernels(compiled: () => Promise<string> = kernelsFile): Plugin {
  return {
    name: 'kernels',
    enforce: 'pre',
    // A source that does not compile fails the build at its beginning, with the compiler's messages.
    async buildStart() { await compiled(); },
    async resolveId(source, importer) {
      if (!source.endsWith('/simd/kernels.wasm?url')) return null;
      return this.resolve(`${await compiled()}?url`, importer, { skipSelf: true });
    },
  };
}
