/** How often a whole RL step goes to the device: what makes it fast on a graphics processor. Nothing is computed. */
import { expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { ADVANTAGES } from '../config/names.ts';
import { createFusedEngine, type FusedEngine } from '../engine/fused/engine.ts';
import { fakeDevice } from '../engine/fused/fakeDevice.ts';
import { methodNames } from '../methods/index.ts';
import { armOf } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { Learner } from './learner.ts';
import { untrainedFoundation } from './testing.ts';

const config = presetConfig(findPreset('tiny')!);
/** At their defaults, and those that buy labels now and then as they are when they do. */
const arms = [...methodNames, 'paidSupport{goldEvery=1}', 'paidPenalty{goldEvery=1}'];

interface Spent {
  readonly arm: string;
  readonly advantage: string;
  readonly epochs: number;
  readonly matchScale: boolean;
  readonly dispatches: number;
  readonly readbacks: number;
}

/** An engine that computes nothing: what is read are small numbers that differ, which may be words, rewards or a fitted head. */
function countingEngine(): FusedEngine {
  const engine = createFusedEngine(fakeDevice().device, '');
  return { ...engine, read: async (arrays) => (await engine.read(arrays)).map((values) => values.map((_, i) => i % 7)) };
}

/** Dispatches and readbacks of an RL step as a run makes it, with all settings that make a difference. */
async function counts(lanes: number, names: readonly string[] = arms): Promise<Spent[]> {
  const engine = countingEngine();
  const { foundation, bases } = untrainedFoundation(config, engine, Array.from({ length: lanes }, (_, seed) => seed));
  const starts = bases.map(({ start }) => start.policy);
  const settings = ADVANTAGES.flatMap((advantage) => [1, 2, 8].flatMap((epochs) => [false, true].map((matchScale) => ({ advantage, epochs, matchScale }))));
  const spent: Spent[] = [];
  for (const arm of names) {
    let changed: Config = config;
    const learner = await Learner.start({ arm: armOf(arm), foundation, starts, config: () => changed, breathe: async () => undefined });
    for (const changes of settings) {
      changed = { ...config, ...changes };
      const { dispatches, readbacks } = engine.counters;
      await learner.step(1);
      spent.push({ arm, ...changes, dispatches: engine.counters.dispatches - dispatches, readbacks: engine.counters.readbacks - readbacks });
    }
    learner.dispose();
  }
  return spent;
}

/** Methods whose judge has the reference read responses anew, and those that read numbers back before a step is over. */
const passOf = ['referenceFeedback', 'supportPenalty', 'calibratedSupport', 'paidSupport', 'paidPenalty'];
const reading = ['noise', 'paidHead', 'paidR2m', 'supportPenalty', 'calibratedSupport', 'paidSupport', 'paidPenalty'];

it('is at most 5 times, 3 more for each epoch and as much as the method’s own models take, whatever the number of lanes', async () => {
  const alone = await counts(1);
  for (const { dispatches, readbacks, ...settings } of alone) {
    const { feedback, readsPolicy, name } = armOf(settings.arm).method;
    // A judge scores; a step of a feedback model takes three more, of a head alone two.
    const own = feedback ? 4 : name === 'paidHead' ? 3 : 1;
    const pass = passOf.includes(name) ? 1 : 0;
    const scaled = settings.matchScale || name === 'scaleMatched' ? 1 : 0;
    // ReMax draws greedy responses besides, has the frozen models read them, and scores them.
    const greedy = settings.advantage === 'remax' ? 4 + scaled + pass : 0;
    // The policy reads a minibatch of labelled pairs.
    const minibatch = name === 'paidR2m' ? 1 : 0;
    // Sampling, the trunk, the frozen head, advantages and the reference.
    expect(dispatches, JSON.stringify(settings)).toBeLessThanOrEqual(5 + 3 * settings.epochs + own + pass + (readsPolicy ? scaled : 0) + greedy + minibatch);
    // All that a method reads it reads at once.
    expect(readbacks, JSON.stringify(settings)).toBe(1 + (reading.includes(name) ? 1 : 0));
  }
  expect(await counts(5)).toEqual(alone);
});

it('is 11 times for ordinary RLHF and 15 for R2M at two epochs, with one readback', async () => {
  const usual = (await counts(2, ['frozen', 'r2m'])).filter(({ advantage, epochs, matchScale }) => advantage === 'grpo' && epochs === 2 && !matchScale);
  expect(usual.find(({ arm }) => arm === 'frozen')).toMatchObject({ dispatches: 11, readbacks: 1 });
  expect(usual.find(({ arm }) => arm === 'r2m')).toMatchObject({ dispatches: 15, readbacks: 1 });
});
