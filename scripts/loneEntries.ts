/**
 * A Vite plugin for the page's build and for the workers': no chunk imports an entry. Some browsers (WebKit) evaluate an
 * entry that is imported back a second time, and its two copies share no state.
 */
import type { Plugin, Rolldown } from 'vite';

/** Each import of an entry chunk, in words; none where all is well. */
export function importsOfEntries(bundle: Rolldown.OutputBundle): string[] {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const entries = new Set(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  return chunks.flatMap(({ fileName, imports, dynamicImports }) =>
    [...imports, ...dynamicImports].filter((imported) => entries.has(imported)).map((entry) => `${fileName} imports the entry ${entry}`));
}

export function loneEntries(): Plugin {
  return {
    name: 'lone-entries',
    apply: 'build',
    // Vite lets the bundler keep in an entry what other chunks need of it, and has no setting of its own for workers.
    options: (options) => ({ ...options, preserveEntrySignatures: 'strict' }),
    generateBundle(_, bundle) {
      const problems = importsOfEntries(bundle);
      if (problems.length > 0) this.error(problems.join('\n'));
    },
  };
}
