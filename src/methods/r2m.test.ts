import { expect, it } from 'vitest';
import { findPreset, presetConfig } from '../config/presets.ts';
import { headLayout } from '../engine/layout.ts';
import { fork, Stream } from '../engine/random.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import type { Batch, Responses } from './method.ts';
import { r2m } from './r2m.ts';

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
    t: 3,
  });
  const heads = seeds.map((seed) => Float32Array.from({ length: headLayout(config.trunkWidth).size }, (_, i) => Math.sin(seed + i)));
  const method = r2m.start({ engine, seeds, heads, config: () => config });
  const given = responses('batch', BATCH);
  const batch: Batch = { ...given, rollout: { ...given, batch: BATCH, promptLength: 3, logProbs: given.frozenRewards } };
  const baseline = responses('baseline', 3);
  const [own, annotated, ownBaseline, annotatedBaseline] = await engine.read([
    method.score(batch), method.annotate(batch, batch), method.score(baseline), method.annotate(baseline, batch),
  ]);
  seeds.forEach((_, lane) => {
    const factor = annotated[lane * BATCH] / own[lane * BATCH];
    expect(Math.abs(factor - 1)).toBeGreaterThan(0.01);
    for (let i = 3 * lane; i < 3 * lane + 3; i++) expect(annotatedBaseline[i] / ownBaseline[i]).toBeCloseTo(factor, 4);
  });
});
