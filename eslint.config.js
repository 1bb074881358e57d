import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { configs } from 'typescript-eslint';

/** Folders of src, top to bottom: each imports only from those below it. */
const LAYERS = ['ui', 'store', 'headless', 'protocol', 'results', 'experiment', 'settings', 'methods', 'rlhf', 'engine', 'world', 'config'];

/** Programs of their own above the layers; nothing imports them. */
const PROGRAMS = ['conformance', 'bench'];

/** What a layer may import of the layers above it: the one generator of random numbers serves the world, too. */
const EXCEPTIONS = [
  { layer: 'world', from: 'engine', files: ['./random.ts'] },
];

/** What would tell a method gold's reward: gold is reached by counted labels alone. */
const GOLD = ['gold', 'labeller', 'evaluation'].map((file) => ({
  target: './src/methods', from: `./src/world/${file}.ts`, message: 'Methods reach gold through counted labels alone.',
}));

const zones = LAYERS.flatMap((layer, rank) =>
  [...PROGRAMS, ...LAYERS.slice(0, rank)].map((from) => ({
    target: `./src/${layer}`,
    from: `./src/${from}`,
    except: EXCEPTIONS.filter((exception) => exception.layer === layer && exception.from === from).flatMap(({ files }) => files),
    message: `src/${layer} lies below src/${from}.`,
  }))).concat(GOLD);

export default defineConfig(
  // The processor's kernels are AssemblyScript, which its own compiler checks.
  globalIgnores(['dist', 'out', 'test-results', 'playwright-report', 'src/engine/simd/kernels']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // tfjs infers a tensor's rank from what it is assigned to: an assertion that seems idle is what fixes the rank.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // An interface may ask for a promise that one implementation has no need to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'eqeqeq': 'error',
      'import-x/extensions': ['error', 'ignorePackages'],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones }],
      'no-console': 'error',
      // Playwright reads from a fixture's first parameter what it needs; `{}` is nothing.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      'prefer-const': 'error',
    },
  },
  { files: ['src/**/*.tsx', 'src/ui/**/*.ts', 'src/store/**/*.ts'], extends: [reactHooks.configs.flat.recommended] },
);
