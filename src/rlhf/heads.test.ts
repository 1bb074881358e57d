/** The fit of the scoring heads on an engine, against the same fit in float64. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { fork, Stream } from '../engine/random.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { scoreHead } from './bradleyTerry.ts';
import { fitFeatures } from './headFit.ts';
import { fitHeads, type HeadRecipe } from './heads.ts';

const width = 6;
const config: HeadRecipe = { trunkWidth: width, labels: 40, supervisedBatch: 64, headSteps: 300, headLearningRate: 0.01, headWeightDecay: 0.01 };
const stream = new Stream(fork(4, 'states'));
const normals = (count: number) => Float32Array.from({ length: count }, () => stream.normal());

/** Differences of pairs that a hidden direction orders without noise. */
function ordered(pairs: number, truth: Float32Array): Float32Array {
  const rows = normals(pairs * width);
  for (let pair = 0; pair < pairs; pair++) {
    const row = rows.subarray(pair * width, (pair + 1) * width);
    if (row.reduce((sum, value, i) => sum + truth[i] * value, 0) < 0) row.forEach((value, i) => { row[i] = -value; });
  }
  return rows;
}

let engine: Engine;
beforeAll(async () => { engine = await simdEngine(); });

const fit = (seeds: readonly number[], pairs: readonly Float32Array[], change: Partial<HeadRecipe> = {}) =>
  fitHeads({ ...config, ...change }, seeds, pairs, engine, async () => undefined);

describe('fitting the scoring heads', () => {
  it('is AdamW on the Bradley-Terry loss, each seed on its own pairs', async () => {
    const pairs = [normals(config.labels * width), normals(config.labels * width)];
    const heads = await fit([3, 4], pairs);
    heads.forEach((head, lane) => {
      const expected = fitFeatures(config, [3, 4][lane], pairs[lane], width);
      expected.forEach((value, i) => expect(Math.abs(head[i] - value)).toBeLessThan(1e-4));
      expect(head[width]).toBe(0);
    });
  });

  it('learns to order pairs it has not seen', async () => {
    const truth = normals(width);
    const [head] = await fit([1], [ordered(200, truth)], { labels: 200 });
    const scores = scoreHead(head, ordered(500, truth), width);
    expect(scores.filter((score) => score > 0).length / 500).toBeGreaterThan(0.9);
  });

  it('gives a seed the same head whatever seeds are beside it, and each its own', async () => {
    const pairs = normals(config.labels * width);
    const [one, other] = await fit([1, 2], [pairs, pairs]);
    expect(await fit([2], [pairs])).toEqual([other]);
    expect(one).not.toEqual(other);
  });

  it('says how far it is, and keeps nothing on the device', async () => {
    const before = engine.memory();
    const reports: number[] = [];
    await fitHeads({ ...config, headSteps: 25 }, [1], [normals(config.labels * width)], engine, async () => undefined, (done, total) => reports.push(done, total));
    expect(reports).toEqual([0, 25, 10, 25, 20, 25, 25, 25]);
    expect(engine.memory()).toEqual(before);
  });
});
