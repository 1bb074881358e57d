/** Measurements of the tiny preset on wasm: what they hold, never how long they took. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Engine } from '../engine/engine.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { Cancelled, Control } from './control.ts';
import { measureSpeed } from './measure.ts';
import { untrained } from './testing.ts';

const tiny: Config = { ...presetConfig(findPreset('tiny')!), arms: ['r2m'], promptsPerStep: 1, groupSize: 2, labels: 10 };
let engine: Engine;
beforeAll(async () => {
  engine = await simdEngine();
});

/** A clock that moves by one at each look, so that every piece takes as long as what is told within it. */
function ticking(): () => number {
  let time = 0;
  return () => ++time;
}

describe('a measurement', { timeout: 120_000 }, () => {
  it.each([false, true])('times every piece of a run and leaves nothing on the device; queues: %s', async (queues) => {
    const seen: number[] = [];
    const watched: Engine = { ...engine, queues, createTransformer: (shape, parameters) => {
      const model = engine.createTransformer(shape, parameters);
      seen.push(model.parameters.shape[0]);
      return model;
    } };
    const speed = await measureSpeed({ config: tiny, engine: watched, control: new Control(), now: ticking() });
    for (const [piece, { fixed, perSeed }] of Object.entries(speed)) {
      expect(fixed, piece).toBeGreaterThanOrEqual(0);
      expect(perSeed, piece).toBeGreaterThanOrEqual(0);
      expect(fixed + perSeed, piece).toBeGreaterThan(0);
    }
    expect([...new Set(seen)]).toEqual(queues ? [1, 8] : [1]);
    expect(engine.memory().arrays).toBe(0);
  });

  it('begins with the weights that are there: responses of trained ones are shorter', async () => {
    const seen: Float32Array[] = [];
    const watched: Engine = { ...engine, createTransformer: (shape, parameters) => {
      seen.push(parameters);
      return engine.createTransformer(shape, parameters);
    } };
    const start = untrained(tiny);
    await measureSpeed({ config: tiny, engine: watched, control: new Control(), now: ticking(), starts: new Map([[9, start]]) });
    expect(seen.some((parameters) => parameters.every((value, i) => value === start.policy[i]))).toBe(true);
  });

  it('can be cancelled, and leaves nothing then, either', async () => {
    const control = new Control();
    let looks = 0;
    const measuring = measureSpeed({
      config: tiny, engine, control, now: () => {
        if (++looks === 8) control.cancel();
        return looks;
      },
    });
    await expect(measuring).rejects.toThrow(Cancelled);
    expect(engine.memory().arrays).toBe(0);
  });
});
