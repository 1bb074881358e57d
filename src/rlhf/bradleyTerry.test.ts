import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { pairAccuracy } from './accuracy.ts';
import { bradleyTerry, scoreHead, standardiseHead } from './bradleyTerry.ts';
import { differences, farthest } from './differences.ts';

const width = 6;
const stream = new Stream(fork(4, 'states'));
const normals = (count: number) => Float32Array.from({ length: count }, () => stream.normal());

describe('the scoring head', () => {
  it('has the gradient of its loss', () => {
    const pairs = { differences: normals(5 * width), weights: [0.5, 0, 0.25, 0.25, 2] };
    const head = Float64Array.from(normals(width));
    const found = differences((moved) => bradleyTerry({ ...pairs, head: moved }).loss, head);
    expect(farthest(bradleyTerry({ ...pairs, head }).gradient, found)).toBeLessThan(1e-8);
  });

  it('loses log 2 on a pair that it cannot tell apart, and next to nothing on one that it orders clearly', () => {
    const loss = (margin: number) => bradleyTerry({ head: [margin], differences: [1], weights: [1] }).loss;
    expect(loss(0)).toBeCloseTo(Math.LN2, 12);
    expect(loss(800)).toBe(0);
    expect(loss(-800)).toBe(800);
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
