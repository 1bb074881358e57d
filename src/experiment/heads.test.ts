/** The fit of the scoring heads on an engine, against the same fit in float64. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config/fields.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import type { Engine } from '../engine/engine.ts';
import { fork, Stream } from '../engine/random.ts';
import { simdEngine } from '../engine/simd/testing.ts';
import { bradleyTerry, scoreHead } from '../rlhf/bradleyTerry.ts';
import { Control } from './control.ts';
import { fitHeads } from './heads.ts';

const width = 6;
const config: Config = {
  ...presetConfig(findPreset('tiny')!), trunkWidth: width, labels: 40, supervisedBatch: 64, headSteps: 300, headLearningRate: 0.01, headWeightDecay: 0.01,
};
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

const fit = (seeds: readonly number[], pairs: readonly Float32Array[], change: Partial<Config> = {}) =>
  fitHeads({ ...config, ...change }, seeds, pairs, engine, new Control(), () => undefined);

/** AdamW as PyTorch has it, with the rate of the class's description. */
function fitPlainly(seed: number, differences: Float32Array): Float64Array {
  const { labels, supervisedBatch, headSteps, headLearningRate, headWeightDecay } = config;
  const drawn = new Stream(fork(seed, 'head'));
  let head = Float64Array.from({ length: width }, () => (2 * drawn.uniform() - 1) / Math.sqrt(width));
  const [first, second] = [new Float64Array(width), new Float64Array(width)];
  for (let step = 0; step < headSteps; step++) {
    const weights = new Float64Array(labels);
    for (let i = 0; i < supervisedBatch; i++) weights[drawn.integer(labels)] += 1 / supervisedBatch;
    const { gradient } = bradleyTerry({ head, differences, weights });
    const rate = headLearningRate * (1 - 0.9 * step / headSteps);
    head = head.map((value, i) => {
      first[i] = 0.9 * first[i] + 0.1 * gradient[i];
      second[i] = 0.999 * second[i] + 0.001 * gradient[i] ** 2;
      const mean = first[i] / (1 - 0.9 ** (step + 1));
      const deviation = Math.sqrt(second[i] / (1 - 0.999 ** (step + 1)));
      return value * (1 - rate * headWeightDecay) - rate * mean / (deviation + 1e-8);
    });
  }
  return head;
}

describe('fitting the scoring heads', () => {
  it('is AdamW on the Bradley-Terry loss, each seed on its own pairs', async () => {
    const pairs = [normals(config.labels * width), normals(config.labels * width)];
    const heads = await fit([3, 4], pairs);
    heads.forEach((head, lane) => {
      const expected = fitPlainly([3, 4][lane], pairs[lane]);
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
    await fitHeads({ ...config, headSteps: 25 }, [1], [normals(config.labels * width)], engine, new Control(), (done, total) => reports.push(done, total));
    expect(reports).toEqual([0, 25, 10, 25, 20, 25, 25, 25]);
    expect(engine.memory()).toEqual(before);
  });
});
