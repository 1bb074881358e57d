import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { differences, farthest } from './differences.ts';
import { grebt } from './grebt.ts';
import { omegaAt } from './omega.ts';
import { pairsOf } from './pairs.ts';

const stream = new Stream(fork(2, 'grebt'));
const normals = (count: number) => Float64Array.from({ length: count }, () => stream.normal());

describe('GREBT', () => {
  it.each([[0, 4], [0.3, 2], [0.3, 7], [1, 5]])('has the gradient of its loss, alpha %d, groups of %i', (alpha, groupSize) => {
    const annotated = normals(3 * groupSize);
    const rewards = normals(3 * groupSize);
    const loss = (r: ArrayLike<number>) => grebt({ annotated, rewards: r, groupSize, alpha });
    // In groups of two the standardised rewards are always -1 and 1, so that only the Bradley-Terry part has a slope.
    expect(farthest(loss(rewards).gradient, differences((r) => loss(r).loss, rewards))).toBeLessThan(1e-8);
  });

  it('worked by hand: a group of two', () => {
    const { bt, gre, loss } = grebt({ annotated: [0, 1], rewards: [2, 0], groupSize: 2, alpha: 0.25 });
    expect(bt).toBeCloseTo(Math.log(1 + Math.exp(2)), 12);
    const p = 1 / (1 + Math.exp(-2));
    expect(gre).toBeCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), 12);
    expect(loss).toBeCloseTo(0.75 * bt + 0.25 * gre, 12);
  });

  it('keeps the entropy of a group at most ln K, and sees no scale', () => {
    for (const groupSize of [2, 3, 8]) {
      const rewards = normals(5 * groupSize);
      const of = (r: ArrayLike<number>) => grebt({ annotated: rewards, rewards: r, groupSize, alpha: 1 }).gre;
      expect(of(rewards)).toBeLessThanOrEqual(Math.log(groupSize));
      expect(of(rewards.map((r) => 100 * r - 5))).toBeCloseTo(of(rewards), 10);
    }
  });

  it.each([2, 3, 7])('has no slope where all %i rewards of a group are equal', (groupSize) => {
    const equal = new Float64Array(groupSize).fill(0.3);
    const { bt, gre, gradient } = grebt({ annotated: equal, rewards: equal, groupSize, alpha: 0.3 });
    expect(bt).toBeCloseTo(Math.LN2, 12);
    expect(gre).toBeCloseTo(Math.log(groupSize), 12);
    expect(Math.max(...Array.from(gradient, Math.abs))).toBeLessThan(1e-10);
  });

  it('has the gradient of its loss below the floor of the deviation, too', () => {
    const rewards = [1e-5, -2e-5, 3e-5];
    const loss = (r: ArrayLike<number>) => grebt({ annotated: [3, 1, 2], rewards: r, groupSize: 3, alpha: 1 });
    expect(farthest(loss(rewards).gradient, differences((r) => loss(r).loss, rewards, 1e-8))).toBeLessThan(1e-5);
  });

  it('stays finite for rewards far apart', () => {
    const { loss, gradient } = grebt({ annotated: [0, 1], rewards: [2000, 0], groupSize: 2, alpha: 0.5 });
    expect(loss).toBeGreaterThan(900);
    expect(Array.from(gradient).every(Number.isFinite)).toBe(true);
  });
});

describe('pairs', () => {
  it('are the highest against the lowest, the first of equals', () => {
    expect(pairsOf([1, 3, 3, 0, 0, 2, 2, 2, 2], 3)).toEqual([{ winner: 1, loser: 0 }, { winner: 2, loser: 0 }, { winner: 0, loser: 0 }]);
  });
});

describe('omega', () => {
  it('falls from near 1 to its floor', () => {
    expect(omegaAt(1, 160, 0.6)).toBeCloseTo(1, 3);
    expect(omegaAt(80, 160, 0)).toBeCloseTo(0.5, 12);
    expect(omegaAt(160, 160, 0)).toBe(0);
    expect(omegaAt(160, 160, 0.6)).toBe(0.6);
    for (let t = 2; t <= 160; t++) expect(omegaAt(t, 160, 0.6)).toBeLessThanOrEqual(omegaAt(t - 1, 160, 0.6));
  });
});
