import { expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import type { Batch, Responses } from '../methods/method.ts';
import { armOf } from '../settings/arms.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { Learner } from './learner.ts';
import { untrainedFoundation } from './testing.ts';

const config = { ...presetConfig(findPreset('tiny')!), matchScale: true };
const seeds = [8, 9];
const BATCH = 2 * config.groupSize;
const LENGTH = 5;

it('brings a baseline to the same scale as the batch', async () => {
  const engine = await simdEngine();
  const normals = (name: string, shape: readonly number[]) => {
    const stream = new Stream(fork(1, name));
    return engine.upload(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => stream.normal()), shape);
  };
  const responses = (name: string, count: number): Responses => ({
    tokens: engine.upload(new Int32Array(seeds.length * count * LENGTH).fill(5), [seeds.length, count, LENGTH]),
    states: normals(`${name} states`, [seeds.length, count, config.trunkWidth]),
    hidden: normals(`${name} hidden`, [seeds.length, count, LENGTH, config.policyWidth]),
    frozenRewards: normals(`${name} rewards`, [seeds.length, count]),
    t: 3, path: [name],
  });
  const { foundation, bases } = untrainedFoundation(config, engine, seeds);
  const { method } = await Learner.start({
    arm: armOf('r2m'), foundation, starts: bases.map(({ start }) => start.policy), config: () => config, breathe: async () => undefined,
  });
  const given = responses('batch', BATCH);
  const greedy = responses('baseline', 3);
  const batch: Batch = { ...given, greedy, rollout: { ...given, batch: BATCH, promptLength: 3, logProbs: given.frozenRewards } };
  const annotation = await method.annotate(batch);
  const [own, annotated, ownBaseline, annotatedBaseline] = await engine.read([
    await method.score(batch), annotation.rewards, await method.score(greedy), annotation.baseline!,
  ]);
  seeds.forEach((_, lane) => {
    const factor = annotated[lane * BATCH] / own[lane * BATCH];
    expect(Math.abs(factor - 1)).toBeGreaterThan(0.01);
    for (let i = 3 * lane; i < 3 * lane + 3; i++) expect(annotatedBaseline[i] / ownBaseline[i]).toBeCloseTo(factor, 4);
  });
});
