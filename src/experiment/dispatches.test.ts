/** How often a whole RL step goes to the device: what makes it fast on a graphics processor. Nothing is computed. */
import { expect, it } from 'vitest';
import { ADVANTAGES, ARMS } from '../config/names.ts';
import { findPreset, presetConfig } from '../config/presets.ts';
import { createFusedEngine } from '../engine/fused/engine.ts';
import { fakeDevice } from '../engine/fused/fakeDevice.ts';
import { joined } from '../engine/lanes.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { Learner } from './learner.ts';
import { untrained } from './testing.ts';

const config = presetConfig(findPreset('tiny')!);

/** Dispatches and readbacks of one RL step as a run makes it, with all settings that make a difference. */
async function counts(lanes: number) {
  const engine = createFusedEngine(fakeDevice().device, '');
  const seeds = Array.from({ length: lanes }, (_, seed) => seed);
  const starts = seeds.map(() => untrained(config));
  const policies = starts.map(({ policy }) => policy);
  const heads = seeds.map(() => new Float32Array(config.trunkWidth + 1).fill(0.1));
  const head = engine.upload(joined(heads), [lanes, config.trunkWidth + 1]);
  const foundation = {
    engine, seeds, head, heads, heldOut: { tokens: head, states: head },
    reference: engine.createTransformer(policyShape(config), joined(policies)), trunk: engine.createTransformer(trunkShape(config), joined(starts.map(({ trunk }) => trunk))),
  };
  const settings = ARMS.flatMap((arm) => ADVANTAGES.flatMap((advantage) => [1, 3].flatMap((epochs) => [false, true].map((matchScale) => ({ arm, advantage, epochs, matchScale })))));
  const spent = [];
  for (const { arm, ...changes } of settings) {
    const learner = new Learner(arm, foundation, policies, () => ({ ...config, ...changes }));
    const { dispatches, readbacks } = engine.counters;
    await learner.step(1);
    spent.push({ arm, ...changes, dispatches: engine.counters.dispatches - dispatches, readbacks: engine.counters.readbacks - readbacks });
    learner.dispose();
  }
  return spent;
}

it('is at most 10 times, 3 more for each epoch, with one readback, whatever the number of lanes', async () => {
  const alone = await counts(1);
  expect(alone.length).toBeGreaterThan(40);
  for (const { dispatches, readbacks, ...settings } of alone) {
    // ReMax draws greedy responses besides, and scores them.
    const most = 10 + 3 * settings.epochs + (settings.advantage === 'remax' ? 5 : 0);
    expect(dispatches, JSON.stringify(settings)).toBeLessThanOrEqual(most);
    expect(readbacks).toBe(1);
  }
  expect(await counts(5)).toEqual(alone);
});
