import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { pairAccuracy } from './accuracy.ts';
import { bradleyTerry, fitHead, scoreHead, standardiseHead } from './bradleyTerry.ts';
import { differences, farthest } from './differences.ts';

const width = 6;
const stream = new Stream(fork(4, 'states'));
const normals = (count: number) => Float32Array.from({ length: count }, () => stream.normal());

/** Pairs labelled by a hidden direction without noise. */
function labelled(count: number, truth: Float32Array) {
  const winners = new Float32Array(count * width);
  const losers = new Float32Array(count * width);
  for (let pair = 0; pair < count; pair++) {
    const [a, b] = [normals(width), normals(width)];
    const better = a.reduce((sum, value, i) => sum + truth[i] * (value - b[i]), 0) > 0;
    winners.set(better ? a : b, pair * width);
    losers.set(better ? b : a, pair * width);
  }
  return { winners, losers };
}

const settings = { width, steps: 300, batch: 64, learningRate: 0.01, weightDecay: 0.01 };

describe('the scoring head', () => {
  it('has the gradient of its loss', () => {
    const rows = Float64Array.from(normals(5 * width));
    const drawn = [0, 3, 3, 4];
    const weights = Float64Array.from(normals(width));
    const found = differences((w) => bradleyTerry(w, rows, drawn).loss, weights);
    expect(farthest(bradleyTerry(weights, rows, drawn).gradient, found)).toBeLessThan(1e-8);
  });

  it('learns to order pairs it has not seen', () => {
    const truth = normals(width);
    const head = fitHead({ ...settings, ...labelled(200, truth), stream: new Stream(1) });
    const fresh = labelled(500, truth);
    const [w, l] = [scoreHead(head, fresh.winners, width), scoreHead(head, fresh.losers, width)];
    const right = w.filter((score, i) => score > l[i]).length / 500;
    expect(right).toBeGreaterThan(0.9);
    expect(head[width]).toBe(0);
  });

  it('comes out the same from the same stream, and another from another', () => {
    const pairs = labelled(30, normals(width));
    const fit = (key: number) => fitHead({ ...settings, ...pairs, steps: 20, stream: new Stream(key) });
    expect(fit(1)).toEqual(fit(1));
    expect(fit(1)).not.toEqual(fit(2));
  });

  it('shrinks under weight decay', () => {
    const pairs = labelled(30, normals(width));
    const norm = (weightDecay: number) => Math.hypot(...fitHead({ ...settings, ...pairs, weightDecay, stream: new Stream(1) }));
    expect(norm(1)).toBeLessThan(norm(0));
  });

  it('is standardised to mean 0 and deviation 1, in the same order', () => {
    const states = normals(200 * width);
    const head = normals(width + 1);
    const before = scoreHead(head, states, width);
    const after = scoreHead(standardiseHead(head, states, width), states, width);
    const mean = after.reduce((a, b) => a + b, 0) / 200;
    expect(mean).toBeCloseTo(0, 5);
    expect(after.reduce((sum, score) => sum + score ** 2, 0) / 200).toBeCloseTo(1, 5);
    expect(pairAccuracy(after, before, 200)).toBe(1);
    expect(() => standardiseHead(new Float32Array(width + 1), states, width)).toThrow(RangeError);
  });
});

describe('pair accuracy', () => {
  it('counts pairs within groups', () => {
    expect(pairAccuracy([1, 2, 3], [1, 2, 3], 3)).toBe(1);
    expect(pairAccuracy([3, 2, 1], [1, 2, 3], 3)).toBe(0);
    expect(pairAccuracy([1, 2, 5, 4], [1, 2, 3, 4], 2)).toBe(0.5);
    expect(pairAccuracy([1, 3, 2], [1, 2, 3], 3)).toBeCloseTo(2 / 3, 12);
  });
  it('leaves out equal gold, and halves equal scores', () => {
    expect(pairAccuracy([1, 2, 3], [0, 0, 1], 3)).toBe(1);
    expect(pairAccuracy([1, 1], [0, 1], 2)).toBe(0.5);
    expect(pairAccuracy([1, 2], [1, 1], 2)).toBeNaN();
  });
});
