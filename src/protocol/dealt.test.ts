/** A run whose lanes are dealt to several workers is, to the last bit, that of one worker; and what is made once per seed is. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Engine } from '../engine/engine.ts';
import { startBackend } from '../engine/ops/backend.ts';
import type { RunResult } from '../experiment/result.ts';
import { lab, memory } from './testing.ts';

const config: Config = {
  ...presetConfig(findPreset('tiny')!), arms: ['frozen', 'r2m', 'shrink'], seeds: [8, 9, 10], steps: 2, evaluateEvery: 2, evaluationSamples: 1,
  promptsPerStep: 1, groupSize: 2, epochs: 1, sftSteps: 10, trunkSteps: 10, headSteps: 10, labels: 10, supervisedBatch: 4, demonstrations: 64,
  policyWidth: 16, policyLayers: 1, policyHeads: 2, trunkWidth: 8, trunkLayers: 1, trunkHeads: 1, attentionWidth: 4,
};
const choice = { backend: 'wasm', engine: 'ops' } as const;

// In one thread two workers cannot start the same backend at once.
beforeAll(() => startBackend({ backend: 'wasm' }));

/** Steps of supervised models and of scoring heads that are made, each seed's counted for itself. */
interface Work { supervised: number; heads: number; workers: number }

async function run(workers: number, options: Partial<Parameters<typeof lab>[1]> = {}): Promise<{ readonly result: RunResult; readonly work: Work; readonly stages: Set<string> }> {
  const work: Work = { supervised: 0, heads: 0, workers: 0 };
  const counting = (engine: Engine): Engine => {
    work.workers++;
    return {
      ...engine,
      languageModelStep: (model, ...rest) => { work.supervised += model.lanes; return engine.languageModelStep(model, ...rest); },
      bradleyTerryStep: (head, batch, ...rest) => { work.heads += batch.weights.shape[0]; return engine.bradleyTerryStep(head, batch, ...rest); },
    };
  };
  const { send, until, reports, engines } = lab(workers, { config, engineOf: counting, ...options });
  const finished = until('finished');
  send({ type: 'start', run: 1, config, choice });
  const { result } = await finished;
  expect(engines.map((engine) => engine.memory().arrays)).toEqual(engines.map(() => 0));
  return { result, work, stages: new Set(reports.flatMap((report) => (report.type === 'stage' ? [report.stage] : []))) };
}

describe('lanes on several workers', { timeout: 120_000 }, () => {
  let alone: RunResult;
  beforeAll(async () => { alone = (await run(1)).result; });

  it.each([2, 3, 4, 8, 16])('are those of one worker, gold labels spent included, on %i workers; models and heads are made once', async (workers) => {
    const { result, work, stages } = await run(workers);
    expect(result).toEqual(alone);
    expect(result.arms.map(({ name, seeds }) => [name, seeds.map(({ seed, goldQueries }) => [seed, goldQueries])])).toEqual(
      config.arms.map((arm) => [arm, config.seeds.map((seed) => [seed, config.labels])]));
    expect(work).toEqual({ supervised: 3 * (config.sftSteps + config.trunkSteps), heads: 3 * config.headSteps, workers: Math.min(workers, 9) });
    expect([...stages]).toEqual(['compile', 'sft', 'trunk', 'labels', 'head']);
  });

  it('share the training of the one seed that has no starting weights', async () => {
    const shipped = [8, 10];
    const [one, four] = [await run(1, { shipped }), await run(4, { shipped })];
    expect(four.result).toEqual(one.result);
    expect(four.work.supervised).toBe(config.sftSteps + config.trunkSteps);
  });

  it('keep the starting weights that several workers made, and use them', async () => {
    const kept = memory();
    await run(4, { kept });
    expect([...kept.starts.keys()].sort((a, b) => a - b)).toEqual(config.seeds);
    const { result, work } = await run(4, { kept });
    expect(result).toEqual(alone);
    expect(work.supervised).toBe(0);
  });

  it('can be cancelled while workers wait for each other, who then do the next run', async () => {
    const { send, until, engines } = lab(4, { config });
    const training = until('stage', ({ stage }) => stage === 'trunk');
    send({ type: 'start', run: 1, config: { ...config, seeds: [8] }, choice });
    await training;
    const cancelled = until('cancelled');
    send({ type: 'cancel' });
    expect((await cancelled).run).toBe(1);
    const finished = until('finished');
    send({ type: 'start', run: 2, config, choice });
    expect((await finished).result).toEqual(alone);
    expect(engines).toHaveLength(4);
  });

  it('fail together where what one of them makes for the others fails', async () => {
    let broken = true;
    const { send, until, engines } = lab(4, { config, engineOf: (engine) => ({
      ...engine,
      bradleyTerryStep: (...given) => { if (broken) throw new Error('the heads cannot be fitted'); return engine.bradleyTerryStep(...given); },
    }) });
    const failed = until('failed');
    send({ type: 'start', run: 1, config: { ...config, seeds: [8] }, choice });
    expect((await failed).message).toContain('the heads cannot be fitted');
    broken = false;
    const finished = until('finished');
    send({ type: 'start', run: 2, config, choice });
    expect((await finished).result).toEqual(alone);
    expect(engines).toHaveLength(3 + 4);
  });
});
