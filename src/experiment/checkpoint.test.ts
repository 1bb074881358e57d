/** What a method's state keeps: begun anew with it, the method goes on as if nothing had happened. */
import { expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { perLane } from '../engine/lanes.ts';
import { fork, Stream } from '../engine/random.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { methods } from '../methods/index.ts';
import type { Batch, Lab, MethodRun, Saved } from '../methods/method.ts';
import { savedModel } from '../methods/saved.ts';
import { withCounts } from '../methods/support/calibration.ts';
import { referenceLogProbs, unsupportedWords } from '../methods/support/counting.ts';
import { armConfig, armOf } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { PROMPT_LENGTH, prompts, RESPONSE_LENGTH } from '../world/prompts.ts';
import { Held } from './held.ts';
import { Learner } from './learner.ts';
import { untrainedFoundation } from './testing.ts';

const config: Config = { ...presetConfig(findPreset('tiny')!), labels: 20, rewardLearningRateSchedule: 'constant' };

/** A method's arm by itself, on batches of policies that nothing trains. */
async function bench(name: string) {
  const engine = await simdEngine();
  const { foundation, bases } = untrainedFoundation(config, engine, [8, 9]);
  const learner = await Learner.start({ arm: armOf('frozen'), foundation, starts: bases.map(({ start }) => start.policy), config: () => config, breathe: async () => undefined });
  const arm = armOf(name);
  const { seeds, heads, reference, trunk, head, pairs, samples } = foundation;
  const lab: Lab = {
    engine, seeds, heads, pairs, samples, config: () => armConfig(arm, config), models: { reference, trunk, head }, breathe: async () => undefined,
    label: (lane, { first, second }) => first[lane] > second[lane],
    stream: (lane, ...path) => new Stream(fork(seeds[lane], name, ...path)),
  };
  const asked = Int32Array.from(seeds.flatMap(() => prompts.slice(0, config.promptsPerStep).flatMap((prompt) => Array.from({ length: config.groupSize }, () => prompt).flat())));
  const batchOf = (t: number): Batch => {
    const responses = learner.respond(asked, 1, Uint32Array.from(seeds, (seed) => fork(seed, t)), t, ['rollout', t], new Held(engine));
    const { tokens, hidden, logProbs } = responses;
    return { ...responses, greedy: null, rollout: { batch: tokens.shape[1], promptLength: PROMPT_LENGTH, tokens, hidden, logProbs } };
  };
  /** What the method makes of step t: rewards, and what it reports. */
  const step = async (run: MethodRun, t: number) => {
    const batch = batchOf(t);
    const annotation = await run.annotate(batch);
    const [rewards] = await engine.read([annotation.rewards]);
    const reported = await run.after?.({ batch, annotation, policy: learner.policy, fresh: batch.hidden });
    return { rewards, reported: annotation.reported?.values, after: Array.isArray(reported?.values) ? reported.values : null };
  };
  return { engine, lab, foundation, start: (saved: Saved | null) => arm.method.start(lab, saved), step };
}

async function saved({ engine }: Lab, { state }: MethodRun): Promise<Saved> {
  const rows = Object.entries(state).map(async ([name, kept]) => [name, 'parameters' in kept ? await savedModel(engine, kept) : kept] as const);
  return structuredClone(Object.fromEntries(await Promise.all(rows)));
}

it.each(methods.map(({ name }) => (name === 'paidSupport' || name === 'paidPenalty' ? `${name}{goldEvery=2}` : name)))('%s goes on from its state bit for bit', async (name) => {
  const { lab, start, step } = await bench(name);
  const first = await start(null);
  for (const t of [1, 2]) await step(first, t);
  const second = await start(await saved(lab, first));
  for (const t of [3, 4, 5]) expect(await step(second, t)).toEqual(await step(first, t));
  expect(await saved(lab, second)).toEqual(await saved(lab, first));
});

it.each(['paidSupport{goldEvery=1}', 'paidPenalty{penalty=0,goldEvery=1}'])('a refit of %s moves the head, and keeps shift and scale', async (name) => {
  const { engine, lab, foundation: { heldOut }, start, step } = await bench(name);
  const run = await start(null);
  const now = async () => {
    const scores = await run.score({ ...heldOut, hidden: heldOut.states, frozenRewards: heldOut.states, t: 1, path: [] });
    return { scores: perLane((await engine.read([scores]))[0], lab.seeds.length), heads: (await saved(lab, run)).fitted };
  };
  const [logProbs] = await engine.read([referenceLogProbs(lab, heldOut.tokens)]);
  const before = await now();
  await step(run, 1);
  const after = await now();
  perLane(logProbs, lab.seeds.length).forEach((spoken, lane) => {
    const { states } = lab.samples[lane];
    const counts = unsupportedWords(spoken, RESPONSE_LENGTH, 0.02);
    const features = name.startsWith('paidSupport') ? withCounts(states, counts) : states;
    const width = features.length / counts.length;
    const scoreOf = (head: Float32Array, sample: number) => features.subarray(sample * width, (sample + 1) * width).reduce((sum, value, i) => sum + value * head[i], 0);
    const [scores, moved] = [before.scores[lane], after.scores[lane]];
    const scale = (scores[1] - scores[0]) / (scoreOf(before.heads[lane], 1) - scoreOf(before.heads[lane], 0));
    expect(after.heads[lane]).not.toEqual(before.heads[lane]);
    moved.forEach((score, sample) => {
      const step = scale * (scoreOf(after.heads[lane], sample) - scoreOf(before.heads[lane], sample));
      expect(Math.abs(score - scores[sample] - step)).toBeLessThan(1e-3);
    });
  });
});
