import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { bradleyTerry, preferredMinusOther } from './bradleyTerry.ts';
import { differences, farthest } from './differences.ts';
import { fitFeatures, fitHead, refitHead } from './headFit.ts';

const width = 5;
const pairs = 30;
const stream = new Stream(fork(6, 'features'));
const features = Float32Array.from({ length: pairs * width }, () => stream.normal());
const even = new Float64Array(pairs).fill(1 / pairs);
const recipe = { trunkWidth: width - 1, labels: pairs, supervisedBatch: 64, headSteps: 300, headLearningRate: 0.01, headWeightDecay: 0.01 };

describe('the plain fit of a head', () => {
  it('goes first by the sign of the loss’s slope, as Adam does, and shrinks by its weight decay beside that', () => {
    const from = Float64Array.from({ length: width }, () => stream.normal());
    const slopes = differences((head) => bradleyTerry({ head, differences: features, weights: even }).loss, from);
    const fitted = fitHead({ from, differences: features, steps: 1, weights: () => even, learningRate: () => 0.1, weightDecay: 0.5 });
    expect(farthest(fitted, from.map((value, i) => value * 0.95 - 0.1 * Math.sign(slopes[i])))).toBeLessThan(1e-5);
  });

  it('ends where the loss has no slope', () => {
    const fitted = fitHead({ from: new Float64Array(width), differences: features, steps: 2000, weights: () => even, learningRate: (step) => 0.02 / (1 + step / 50), weightDecay: 0 });
    const slopes = differences((head) => bradleyTerry({ head, differences: features, weights: even }).loss, fitted);
    expect(Math.max(...slopes.map(Math.abs))).toBeLessThan(1e-4);
  });

  it('keeps a projected weight where it may be, step by step, and leaves it alone there', () => {
    // Preferred responses have more of the last feature: its weight would be positive.
    const more = features.map((value, i) => (i % width === width - 1 ? Math.abs(value) : value));
    const below = (head: Float64Array) => { head[width - 1] = Math.min(head[width - 1], 0); };
    expect(fitFeatures(recipe, 3, more, width)[width - 1]).toBeGreaterThan(0.1);
    const kept = fitFeatures(recipe, 3, more, width, below);
    expect(kept[width - 1]).toBe(0);
    // A weight that is kept at 0 is one that is not there.
    const without = features.filter((_, i) => i % width !== width - 1);
    expect(farthest(kept.subarray(0, width - 1), fitFeatures(recipe, 3, without, width - 1))).toBeLessThan(1e-9);
    const less = more.map((value, i) => (i % width === width - 1 ? -value : value));
    expect(fitFeatures(recipe, 3, less, width, below)).toEqual(fitFeatures(recipe, 3, less, width));
  });

  it('is refitted from where it was, with pairs that count by their shares', () => {
    const from = fitFeatures(recipe, 3, features, width);
    const shares = new Float64Array(pairs).fill(1);
    shares[4] = 5;
    const margin = (head: ArrayLike<number>) => Array.from({ length: width }, (_, i) => head[i] * features[4 * width + i]).reduce((a, b) => a + b, 0);
    const [evenly, weighted] = [new Float64Array(pairs).fill(7), shares].map((weights) => refitHead(from, features, weights, 0.01));
    expect(margin(weighted)).toBeGreaterThan(margin(evenly) + 0.01);
    // Adam moves no weight by much more than its rate a step.
    expect(Math.max(...evenly.map((value, i) => Math.abs(value - from[i])))).toBeLessThan(50 * 3e-3 * 2);
  });
});

it('takes preferred minus other, whichever of the two came first', () => {
  const rows = { states: [1, 2, 10, 20, 3, 4, 30, 40], firstPreferred: [true, false] };
  expect([...preferredMinusOther(rows, 2)]).toEqual([-9, -18, 27, 36]);
});
