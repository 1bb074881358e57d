/** The README's example of an arm, as it stands there. It is compiled in memory: nothing is written. */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import { beforeAll, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import type { Method, Responses } from '../methods/method.ts';
import { armOf, type Arm } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { PROMPT_LENGTH, ROW_LENGTH } from '../world/prompts.ts';
import { encode } from '../world/words.ts';
import { evaluate } from './evaluate.ts';
import { freeFoundation } from './foundation.ts';
import { Learner } from './learner.ts';
import { untrainedFoundation } from './testing.ts';

/** Where the README says that the text belongs. */
const file = fileURLToPath(new URL('../methods/lengthTax.ts', import.meta.url));
const blocks = [...readFileSync(new URL('../../README.md', import.meta.url), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);

const config: Config = { ...presetConfig(findPreset('tiny')!), learningRateSchedule: 'constant', learningRate: 1e-3 };
const breathe = async () => undefined;
let engine: Engine;
let method: Method;

/** What a module's text exports, its imports resolved as from `file`. */
async function exportsOf(text: string): Promise<Readonly<Record<string, unknown>>> {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 } });
  const imported = new Map<string, unknown>();
  for (const { fileName } of ts.preProcessFile(text).importedFiles) {
    imported.set(fileName, await import(new URL(fileName, pathToFileURL(file)).href));
  }
  const exports = {};
  (compileFunction(outputText, ['exports', 'require'], { filename: file }) as (...given: readonly unknown[]) => void)(exports, (name: string) => imported.get(name));
  return exports;
}

beforeAll(async () => {
  engine = await simdEngine();
  ({ lengthTax: method } = await exportsOf(blocks[0]) as { readonly lengthTax: Method });
});

const armWith = (set: Arm['set']): Arm => ({ name: 'lengthTax', method, set });

/** Two lanes of which nothing is trained yet, and learners on them. */
function bench(changes: Partial<Config> = {}) {
  const changed = { ...config, ...changes };
  const { foundation, bases } = untrainedFoundation(changed, engine, [8, 9]);
  return {
    foundation, config: changed, bases: new Map(bases.map((basis, lane) => [foundation.seeds[lane], basis])),
    start: (arm: Arm) => Learner.start({ arm, foundation, starts: bases.map(({ start }) => start.policy), config: () => changed, breathe }),
  };
}

it('is one, of at most 30 lines', () => {
  expect(blocks).toHaveLength(1);
  expect(blocks[0].trimEnd().split('\n').length).toBeLessThanOrEqual(30);
});

it('has no type errors', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)).config, { ...ts.sys, readDirectory: () => [] }, root);
  const host = ts.createCompilerHost(options);
  // Ambient types of Node, Vite and WebGPU are most of what there is to read, and nothing of them is in a method.
  const program = ts.createProgram([file], { ...options, types: [], lib: ['lib.es2023.d.ts'] }, {
    ...host,
    fileExists: (name) => name === file || host.fileExists(name),
    readFile: (name) => (name === file ? blocks[0] : host.readFile(name)),
    getSourceFile: (name, ...rest) => (name === file ? ts.createSourceFile(name, blocks[0], ts.ScriptTarget.ES2023) : host.getSourceFile(name, ...rest)),
  });
  const source = program.getSourceFile(file);
  const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

it.each(['grpo', 'remax'] as const)('is ordinary RLHF where it is off, bit for bit, with %s', async (advantage) => {
  const { foundation, start, ...run } = bench({ advantage });
  const ofArm = async (arm: Arm) => {
    const learner = await start(arm);
    const steps = [await learner.step(1), await learner.step(2)];
    const evaluated = await evaluate(learner, 2, run.config, run.bases);
    const [policy] = await engine.read([learner.policy.parameters]);
    learner.dispose();
    return { steps, measured: { evaluated, policy } };
  };
  const frozen = await ofArm(armOf('frozen'));
  const off = await ofArm(armWith(method.off!));
  expect(off.steps).toMatchObject(frozen.steps);
  expect(off.measured).toEqual(frozen.measured);
  expect((await ofArm(armWith({ price: 1, free: 0 }))).measured.policy).not.toEqual(frozen.measured.policy);
  freeFoundation(foundation);
  expect(engine.memory().arrays).toBe(0);
});

it('takes its price from the reward for each word over the free length, and reports the mean', async () => {
  const { foundation, start } = bench();
  const learner = await start(armWith({ price: 0.25, free: 3 }));
  const rows = [
    'garden bread : soil and EOS', 'garden bread : soil and flour EOS', 'garden bread : soil and flour so EOS', `garden bread :${' wave'.repeat(ROW_LENGTH - PROMPT_LENGTH)}`,
  ].map((text) => Int32Array.from({ length: ROW_LENGTH }, (_, place) => encode(text)[place] ?? 0));
  const taxed = [0, 0, 1, ROW_LENGTH - PROMPT_LENGTH - 3];
  const lanes = foundation.seeds.length;
  const tokens = engine.upload(Int32Array.from(foundation.seeds.flatMap(() => rows.flatMap((row) => [...row]))), [lanes, rows.length, ROW_LENGTH]);
  const frozen = [1, 2, 3, 4, 5, 6, 7, 8];
  const frozenRewards = engine.upload(Float32Array.from(frozen), [lanes, rows.length]);
  // What the method does not read is not there.
  const batch = { tokens, frozenRewards, greedy: null } as unknown as Responses & { readonly greedy: null };
  const expected = Float32Array.from(frozen, (reward, response) => reward - 0.25 * taxed[response % rows.length]);
  const scored = await learner.method.score(batch);
  const { rewards, reported } = await learner.method.annotate(batch as Parameters<typeof learner.method.annotate>[0]);
  expect(await engine.read([scored, rewards])).toEqual([expected, expected]);
  expect(reported).toEqual({ columns: method.reports, values: foundation.seeds.map(() => taxed.reduce((sum, words) => sum + words) / taxed.length) });
  engine.free(tokens, frozenRewards, scored, rewards);
  learner.dispose();
  freeFoundation(foundation);
  expect(engine.memory().arrays).toBe(0);
});
