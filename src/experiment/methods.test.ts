/** What holds for every method, whatever its numbers are. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { startBackend } from '../engine/ops/backend.ts';
import { createOpsEngine } from '../engine/ops/opsEngine.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { methodNames, methods } from '../methods/index.ts';
import { armConfig, armOf } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { Control } from './control.ts';
import type { RunResult } from './result.ts';
import { Run } from './run.ts';

/** Quick policies, so that arms part within few steps; labels are bought often enough to count. */
const tiny: Config = {
  ...presetConfig(findPreset('tiny')!), steps: 4, evaluateEvery: 2, learningRate: 3e-3, learningRateSchedule: 'constant', labels: 20,
  sftSteps: 20, trunkSteps: 20, headSteps: 20, seeds: [8, 9],
};
const buying = (name: string) => (name === 'paidSupport' || name === 'paidPenalty' ? `${name}{goldEvery=2}` : name);
const arms = methodNames.map(buying);

const engines = new Map<string, Engine>();
beforeAll(async () => {
  engines.set('simd', await simdEngine());
  engines.set('ops', createOpsEngine('wasm', await startBackend({ backend: 'wasm' })));
});

async function run(engine: Engine, names: readonly string[], changes: Partial<Config> = {}): Promise<RunResult['arms']> {
  const result = await new Run({
    config: { ...tiny, ...changes, arms: names }, engine, starts: new Map(), control: new Control(), now: () => 0,
    emit: () => undefined, onPause: () => undefined, onResume: () => undefined,
  }).complete();
  return result.arms;
}

/** The engine as one whose work is queued: steps are under way while the numbers of the last ones still travel, the longer the earlier. */
function queued(engine: Engine): Engine {
  let reads = 0;
  return {
    ...engine, queues: true,
    async read(arrays) {
      const values = await engine.read(arrays);
      for (let turns = 3 * (reads++ % 4); turns > 0; turns--) await new Promise((resolve) => { setImmediate(resolve); });
      return values;
    },
  };
}

describe.each([['simd', {}], ['ops', { steps: 2, sftSteps: 10, trunkSteps: 10 }]] as const)('on the %s engine', { timeout: 300_000 }, (name, changes) => {
  it('an arm that is switched off is ordinary RLHF, bit for bit', async () => {
    const off = methods.flatMap((method) => (method.off && Object.keys(method.off).length > 0 ? [[method.name, method.off] as const] : []))
      .map(([method, settings]) => `${method}{${Object.entries(settings).map(([key, value]) => `${key}=${String(value)}`).join(',')}}`);
    expect(off.length).toBeGreaterThan(4);
    const [frozen, ...others] = await run(engines.get(name)!, ['frozen', ...off, 'supportPenalty{eps=0}'], changes);
    for (const other of others) {
      other.seeds.forEach(({ series, training }, lane) => {
        const { goldQueries, ...measured } = series;
        const { goldQueries: _, ...expected } = frozen.seeds[lane].series;
        expect(goldQueries.at(-1), other.name).toBeGreaterThanOrEqual(tiny.labels);
        expect(measured, other.name).toEqual(expected);
        expect(training, other.name).toMatchObject(frozen.seeds[lane].training);
      });
    }
  });

  it('an arm has the same numbers alone as beside all others, whose order does not matter', async () => {
    const engine = engines.get(name)!;
    const some = name === 'simd' ? arms : ['frozen', 'noise', 'warmStart{warmSteps=3}', 'paidHead', 'paidR2m', buying('paidSupport')];
    const together = await run(engine, some, changes);
    expect((await run(engine, some.toReversed(), changes)).toReversed()).toEqual(together);
    for (const arm of name === 'simd' ? some : some.slice(-2)) expect(await run(engine, [arm], changes), arm).toEqual(together.filter((other) => other.name === arm));
    expect(engine.memory().arrays).toBe(0);
  });
});

describe('on an engine that queues', { timeout: 300_000 }, () => {
  it('a step begins with what the last one trained, however long its method waits', async () => {
    const engine = engines.get('simd')!;
    const waiting = ['r2m', 'noise', 'paidHead', 'paidR2m', 'supportPenalty', buying('paidSupport')];
    expect(await run(queued(engine), waiting, { evaluateEvery: 4 })).toEqual(await run(engine, waiting, { evaluateEvery: 4 }));
  });
});

describe('labels', { timeout: 120_000 }, () => {
  it('are counted lane by lane: those of the start, and what the arm’s fields let it buy', async () => {
    const bought = ['paidHead', 'paidR2m{goldEvery=3,goldGroups=2}', 'paidSupport{goldEvery=2}', 'paidPenalty{goldEvery=1,goldGroups=32}', 'paidHead{goldGroups=0}', 'r2m'];
    for (const { name, seeds } of await run(engines.get('simd')!, bought)) {
      const { goldEvery = 1, goldGroups = 0 } = armConfig(armOf(name), tiny) as Readonly<Partial<Record<'goldEvery' | 'goldGroups', number>>>;
      for (const { series, training, goldQueries } of seeds) {
        const allowed = series.step.map((step) => tiny.labels + Math.min(goldGroups, tiny.promptsPerStep) * Math.floor(step / goldEvery));
        series.goldQueries.forEach((queries, index) => expect(queries, name).toBeLessThanOrEqual(allowed[index]));
        expect(goldQueries, name).toBe(tiny.labels + (training.bought?.at(-1) ?? 0));
        if (goldGroups > 0) expect(goldQueries, name).toBeGreaterThan(tiny.labels);
        for (const [index, contradicted] of (training.contradicted ?? []).entries()) expect(contradicted).toBeLessThanOrEqual(training.bought[index]!);
      }
    }
  });
});
