/** Whole runs of the tiny preset on the SIMD engine: what must hold whatever the numbers are. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Engine } from '../engine/engine.ts';
import { startBackend } from '../engine/ops/backend.ts';
import { createOpsEngine } from '../engine/ops/opsEngine.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { Cancelled, Control } from './control.ts';
import type { RunEvent } from './events.ts';
import type { RunResult } from './result.ts';
import { Run } from './run.ts';
import type { Start } from './starts.ts';
import { untrained } from './testing.ts';

const tiny: Config = { ...presetConfig(findPreset('tiny')!), arms: ['frozen', 'r2m', 'shrink'], evaluationSamples: 2, sftSteps: 20, trunkSteps: 20 };
let engine: Engine;
beforeAll(async () => {
  engine = await simdEngine();
});

interface Driven {
  readonly result: Promise<RunResult>;
  readonly run: Run;
  readonly control: Control;
  readonly events: RunEvent[];
}

function drive(
  config: Config, onEvent: (event: RunEvent, driven: Driven) => void = () => undefined, control = new Control(),
  starts: ReadonlyMap<number, Start> = new Map(), on: Engine = engine,
): Driven {
  const events: RunEvent[] = [];
  const run = new Run({
    config, engine: on, starts, control, now: () => 0,
    onPause: () => undefined, onResume: () => undefined,
    emit: (event) => {
      events.push(event);
      onEvent(event, driven);
    },
  });
  const driven: Driven = { run, control, events, result: Promise.resolve().then(() => run.complete()) };
  return driven;
}

describe('a run', { timeout: 120_000 }, () => {
  it('keeps its invariants, and gives the same result twice', async () => {
    const result = await drive(tiny).result;
    expect(result.arms.map(({ name }) => name)).toEqual(['frozen', 'r2m', 'shrink']);
    for (const arm of result.arms) {
      for (const { series, training, goldQueries } of arm.seeds) {
        expect(series.step).toEqual([0, 2, 4, 6]);
        expect(training.step).toEqual([1, 2, 3, 4, 5, 6]);
        expect(series.kl[0]).toBeCloseTo(0, 6);
        for (const { gold, goldContent, goldFlow, goldLength, goldStyle, goldRepeats, goldOffTopic, goldEnding } of [series, training]) {
          const parts = [goldContent, goldFlow, goldLength, goldStyle, goldRepeats, goldOffTopic, goldEnding];
          gold.forEach((total, i) => expect(parts.reduce((sum, part) => sum + part[i], 0)).toBeCloseTo(total, 9));
        }
        for (const accuracy of training.onPolicyAccuracy) expect(Math.abs((accuracy ?? NaN) - 0.5)).toBeLessThanOrEqual(0.5);
        for (const kl of [...series.kl, ...training.kl]) expect(kl).toBeGreaterThan(-1e-6);
        expect(goldQueries).toBe(tiny.labels);
        if (arm.name === 'frozen') expect(series.ownProxy).toEqual(series.proxy);
        if (arm.name === 'frozen') expect(training.omega).toBeUndefined();
        else expect(training.omega[0]).toBeGreaterThan(0.9);
        if (arm.name !== 'r2m') expect(training.groupRewardEntropy).toBeUndefined();
        else for (const gre of training.groupRewardEntropy) expect(gre).toBeLessThanOrEqual(Math.log(tiny.groupSize) + 1e-6);
      }
    }
    // All arms of a seed start from the same policy and draw the same samples.
    const [frozen, r2m] = result.arms;
    frozen.seeds.forEach((seed, i) => expect(r2m.seeds[i].startGold).toBe(seed.startGold));
    expect(await drive(tiny).result).toEqual(result);
    expect(engine.memory().arrays).toBe(0);
  });

  it('goes the way that it goes on the ops engine', async () => {
    const config: Config = { ...tiny, seeds: [8] };
    const found = await drive(config).result;
    const own = engine;
    engine = createOpsEngine('wasm', await startBackend({ backend: 'wasm' }));
    const expected = await drive(config).result.finally(() => { engine = own; });
    expect(found.arms).toHaveLength(expected.arms.length);
    found.arms.forEach(({ seeds: [seed] }, i) => {
      const other = expected.arms[i].seeds[0];
      // Rounding alone tells the two apart, and has not grown yet.
      seed.training.gold.slice(0, 3).forEach((gold, step) => expect(Math.abs(gold - other.training.gold[step])).toBeLessThan(0.05));
      expect(Math.abs(seed.startGold - other.startGold)).toBeLessThan(0.05);
      expect(Math.abs(seed.series.heldOutAccuracy[0] - other.series.heldOutAccuracy[0])).toBeLessThan(0.05);
    });
  });

  it('is not changed by evaluating more often', async () => {
    const often = await drive({ ...tiny, seeds: [8], evaluateEvery: 1 }).result;
    const seldom = await drive({ ...tiny, seeds: [8], evaluateEvery: 6 }).result;
    often.arms.forEach((arm, i) => expect(arm.seeds[0].training).toEqual(seldom.arms[i].seeds[0].training));
  });

  it('gives a lane the same numbers whatever lanes run beside it', async () => {
    const both = await drive(tiny).result;
    const alone = await drive({ ...tiny, seeds: [9], arms: ['r2m'] }).result;
    expect(alone.arms[0].seeds[0]).toEqual(both.arms[1].seeds[1]);
  });

  it('applies a change from the next step on, and says so', async () => {
    const config: Config = { ...tiny, seeds: [8], arms: ['frozen'] };
    const plain = await drive(config).result;
    const changed = drive(config, (event, { run }) => {
      if (event.type === 'step' && event.step === 3) run.change('learningRate', 0);
    });
    const result = await changed.result;
    expect(result.changes).toEqual([{ step: 4, field: 'learningRate', from: tiny.learningRate, to: 0 }]);
    const rates = result.arms[0].seeds[0].training.learningRate;
    expect(rates.slice(0, 3)).toEqual(plain.arms[0].seeds[0].training.learningRate.slice(0, 3));
    expect(rates.slice(3)).toEqual([0, 0, 0]);
  });

  it('reports the same in the same order where steps are queued ahead, with a change on the way', async () => {
    const events = await Promise.all([false, true].map(async (queues) => {
      const driven = drive({ ...tiny, steps: 7, evaluateEvery: 5 }, undefined, undefined, undefined, { ...engine, queues });
      driven.run.change('learningRate', 0, 4);
      await driven.result;
      return driven.events;
    }));
    expect(events[1].filter(({ type }) => type === 'changed')).toHaveLength(1);
    expect(events[1]).toEqual(events[0]);
    expect(engine.memory().arrays).toBe(0);
  });

  it.each(['sft', 'trunk', 'head', 'rl'])('can be cancelled during %s, and leaves nothing on the device', async (stage) => {
    const driven = drive(tiny, (event, { control }) => {
      if (event.type === 'stage' && event.stage === stage) control.cancel();
      if (event.type === 'step' && event.step === 2) control.cancel();
    });
    await expect(driven.result).rejects.toThrow(Cancelled);
    expect(engine.memory().arrays).toBe(0);
  });

  it('stops a lane whose policy diverges, tells of it once, and leaves nothing on the device', async () => {
    const start = untrained(tiny);
    const broken: Start = { ...start, policy: new Float32Array(start.policy.length).fill(NaN) };
    const { result, events } = drive({ ...tiny, seeds: [8, 9], arms: ['frozen'] }, undefined, undefined, new Map([[8, start], [9, broken]]));
    const [{ seeds }] = (await result).arms;
    expect(seeds.map(({ training }) => training.step.length)).toEqual([tiny.steps, 0]);
    expect(events.filter(({ type }) => type === 'diverged')).toMatchObject([{ lane: { arm: 'frozen', seed: 9 }, divergence: { step: 1, value: null } }]);
    expect(seeds.map(({ diverged }) => diverged?.step ?? null)).toEqual([null, 1]);
    expect(engine.memory().arrays).toBe(0);
  });

  it('waits where it is paused, makes single steps, and goes on', async () => {
    const control = new Control(true);
    const steps: number[] = [];
    const config: Config = { ...tiny, seeds: [8], arms: ['frozen'], steps: 4 };
    let waits = 0;
    const run = new Run({
      config, engine, starts: new Map(), control, now: () => 0, onResume: () => undefined,
      onPause: (done) => {
        waits++;
        steps.push(done);
        queueMicrotask(() => (waits < 3 ? control.step() : control.resume()));
      },
      emit: () => undefined,
    });
    await run.complete();
    expect(steps).toEqual([0, 1, 2]);
  });
});
