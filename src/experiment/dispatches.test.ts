/** How often a whole RL step goes to the device: what makes it fast on a graphics processor. Nothing is computed. */
import { expect, it } from 'vitest';
import { ADVANTAGES } from '../config/names.ts';
import { createFusedEngine } from '../engine/fused/engine.ts';
import { fakeDevice } from '../engine/fused/fakeDevice.ts';
import { methods } from '../methods/index.ts';
import { armOf } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { Learner } from './learner.ts';
import { untrainedFoundation } from './testing.ts';

const config = presetConfig(findPreset('tiny')!);

interface Spent {
  readonly arm: string;
  readonly advantage: string;
  readonly epochs: number;
  readonly matchScale: boolean;
  readonly dispatches: number;
  readonly readbacks: number;
}

/** Dispatches and readbacks of one RL step as a run makes it, with all settings that make a difference. */
async function counts(lanes: number): Promise<Spent[]> {
  const engine = createFusedEngine(fakeDevice().device, '');
  const { foundation, bases } = untrainedFoundation(config, engine, Array.from({ length: lanes }, (_, seed) => seed));
  const starts = bases.map(({ start }) => start.policy);
  const settings = methods.flatMap(({ name }) => ADVANTAGES.flatMap((advantage) => [1, 2, 8].flatMap((epochs) => [false, true].map((matchScale) => ({ arm: name, advantage, epochs, matchScale })))));
  const spent = [];
  for (const { arm, ...changes } of settings) {
    const learner = await Learner.start({ arm: armOf(arm), foundation, starts, config: () => ({ ...config, ...changes }), breathe: async () => undefined });
    const { dispatches, readbacks } = engine.counters;
    await learner.step(1);
    spent.push({ arm, ...changes, dispatches: engine.counters.dispatches - dispatches, readbacks: engine.counters.readbacks - readbacks });
    learner.dispose();
  }
  return spent;
}

it('is at most 9 times, 3 more for each epoch and as much as the method’s own models take, whatever the number of lanes', async () => {
  const alone = await counts(1);
  for (const { dispatches, readbacks, ...settings } of alone) {
    const { feedback, readsPolicy, name } = armOf(settings.arm).method;
    // Sampling, the trunk, the frozen head, advantages and the reference; a feedback model scores and takes a step of three.
    const own = feedback ? 4 : 1;
    const scaled = settings.matchScale || name === 'scaleMatched' ? 1 : 0;
    // ReMax draws greedy responses besides, has the frozen models read them, and scores them.
    const greedy = settings.advantage === 'remax' ? 4 + scaled : 0;
    const others = name === 'referenceFeedback' ? 1 + (greedy > 0 ? 1 : 0) : 0;
    expect(dispatches, JSON.stringify(settings)).toBeLessThanOrEqual(5 + 3 * settings.epochs + own + (readsPolicy ? scaled : 0) + greedy + others);
    expect(readbacks, JSON.stringify(settings)).toBeLessThanOrEqual(3);
  }
  expect(await counts(5)).toEqual(alone);
});

it('is 11 times for ordinary RLHF and 15 for R2M at two epochs, with one readback', async () => {
  const usual = (await counts(2)).filter(({ advantage, epochs, matchScale }) => advantage === 'grpo' && epochs === 2 && !matchScale);
  expect(usual.find(({ arm }) => arm === 'frozen')).toMatchObject({ dispatches: 11, readbacks: 1 });
  expect(usual.find(({ arm }) => arm === 'r2m')).toMatchObject({ dispatches: 15, readbacks: 1 });
});
