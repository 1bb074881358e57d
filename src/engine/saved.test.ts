/** Models that were saved and restored, on each engine that runs in Node. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { nodeEngines } from './nodeEngines.ts';
import { createModels, plainTrial, rlStep, stopped } from './trial.ts';

const trial = { ...plainTrial, batch: 4, group: 2, responseLength: 3 };

describe.each(nodeEngines)('%s', (_, start) => {
  let engine: Engine;
  beforeAll(async () => { engine = await start(); });

  it('goes on from what was saved as if it had never stopped, to the last bit', async () => {
    const [never, fresh, rewound] = await stopped(engine, trial);
    expect(never.every(Number.isFinite)).toBe(true);
    expect(fresh).toEqual(never);
    expect(rewound).toEqual(never);
  });

  it('saves parameters and zero moments of a model that has not been trained', async () => {
    const models = createModels(engine, trial);
    for (const model of [models.policy, models.feedback, models.fitted]) {
      const arrays = [engine.save(model), model.parameters];
      const [saved, parameters] = await engine.read(arrays);
      const size = parameters.length / 2;
      expect(arrays[0].shape).toEqual([2, 3 * size]);
      const zeros = new Array<number>(2 * size).fill(0);
      expect([...saved]).toEqual([...parameters.subarray(0, size), ...zeros, ...parameters.subarray(size), ...zeros]);
    }
  });

  it('judges a rollout by what was restored, not by what had sampled it', async () => {
    const models = createModels(engine, trial);
    const other = await engine.read([engine.save(models.reference)]);
    const rollout = engine.rollout(models.policy, {
      prompts: new Int32Array(2 * 4 * 3).fill(4), promptLength: 3, responseLength: 3, keys: Uint32Array.of(1, 2), temperature: 1,
    });
    engine.restore(models.policy, other[0], 0);
    const [found, expected] = await engine.read([models.policy, models.reference].map((model) => engine.logProbabilities(model, rollout)));
    expect(found).toEqual(expected);
  });

  it('refuses what is of another size, and lanes that are not at the same step', async () => {
    const models = createModels(engine, trial);
    await rlStep(engine, models, trial, 1);
    const [saved] = await engine.read([engine.save(models.policy)]);
    expect(() => engine.restore(models.policy, saved.subarray(1), 2)).toThrow(`${saved.length - 1} values do not fill`);
    expect(() => engine.restore(models.policy, saved, [2, 3])).toThrow(new RangeError('lanes of one model have made the same number of steps'));
    expect(() => engine.restore(models.policy, saved, [2])).toThrow(new RangeError('1 step counts for 2 lanes'));
    expect(() => engine.restore(models.policy, saved, 0.5)).toThrow(RangeError);
    expect(models.policy.steps).toBe(2);
    engine.restore(models.policy, saved, [7, 7]);
    expect(models.policy.steps).toBe(7);
  });
});
