/** Looking on while supervised stages train, on the cpu backend: it changes nothing. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Engine } from '../engine/engine.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { VOCABULARY } from '../world/words.ts';
import { Control } from './control.ts';
import type { RunEvent } from './events.ts';
import { trainSupervised, type SupervisedStage } from './supervised.ts';
import { sentencesDue, WATCHED } from './watching.ts';

const config: Config = {
  ...presetConfig(findPreset('tiny')!), sftSteps: 12, trunkSteps: 12, supervisedBatch: 4, demonstrations: 64, policyWidth: 16, policyLayers: 1, policyHeads: 2, trunkWidth: 8, trunkLayers: 1, trunkHeads: 1,
};
let engine: Engine;
beforeAll(async () => { engine = await simdEngine(); });

type Learning = Extract<RunEvent, { type: 'learning' }>;
const train = (stage: SupervisedStage, seeds: readonly number[], tell: ((event: Learning) => void) | null) =>
  trainSupervised(stage, config, seeds, engine, new Control(), () => undefined, tell);

describe('watching a supervised stage', () => {
  it.each(['sft', 'trunk'] as const)('tells of the first seed of %s, and leaves the weights as they would be, bit for bit', async (stage) => {
    const events: Learning[] = [];
    const watched = await train(stage, [8, 9], (event) => events.push(event));
    expect(watched).toEqual(await train(stage, [8, 9], null));
    expect(engine.memory().arrays).toBe(0);
    expect(events.map(({ step, seed, total }) => [step, seed, total])).toEqual([[0, 8, 12], [10, 8, 12], [12, 8, 12]]);
    // An untrained model is near the uniform distribution, and learns.
    expect(Math.abs(events[0].loss - Math.log(VOCABULARY))).toBeLessThan(1);
    expect(events[1].loss).toBeLessThan(events[0].loss);
    for (const { sentences } of events) {
      if (stage === 'trunk') expect(sentences).toBeNull();
      else {
        expect(sentences?.map(({ prompt }) => prompt)).toEqual(WATCHED);
        for (const { response } of sentences ?? []) expect(response.length).toBeGreaterThan(0);
      }
    }
    const alone: Learning[] = [];
    await train(stage, [8], (event) => alone.push(event));
    expect(alone).toEqual(events);
  });

  it('draws sentences about a dozen times, more often at the beginning', () => {
    const due: number[] = [0];
    for (let step = 10; step <= 800; step += 10) if (sentencesDue(step, due.at(-1)!, 800)) due.push(step);
    expect(due).toEqual([0, 10, 20, 30, 50, 80, 120, 180, 270, 410, 620, 800]);
  });
});
