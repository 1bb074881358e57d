import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../../engine/random.ts';
import { ROW_LENGTH } from '../../world/prompts.ts';
import type { ArmConfig, LabelledPairs } from '../method.ts';
import { LabelledBuffer, type Preference } from './buffer.ts';
import { Purchases, type BuyersLab } from './purchases.ts';

/** A response whose features and words name it. */
const row = (name: number, words = 2) => ({ tokens: new Float32Array(words).fill(name), features: Float32Array.from([name, -name, name / 2]) });
const pair = (preferred: number, other: number): Preference => ({ preferred: row(preferred), other: row(other) });
const start = Array.from({ length: 75 }, (_, index) => pair(index, index + 100));

describe('the labelled pairs of a lane', () => {
  it.each([[1, 5], [15, 5], [16, 75 / 16], [32, 75 / 32], [160, 75 / 160]])('of which %i are bought count 1 and %d', (bought, weight) => {
    const buffer = new LabelledBuffer(start);
    for (let count = 0; count < bought; count++) buffer.add(pair(1, 2), false);
    const weights = buffer.weights();
    expect(weights.slice(0, 75)).toEqual(new Array(75).fill(1));
    expect(weights.slice(75)).toEqual(new Array(bought).fill(weight));
  });

  it('are drawn by their weights', () => {
    const buffer = new LabelledBuffer(start);
    for (let count = 0; count < 5; count++) buffer.add(pair(500, 2), false);
    const drawn = buffer.draw(20_000, new Stream(fork(1, 'draws')));
    const bought = drawn.filter(({ preferred }) => preferred.features[0] === 500).length / 20_000;
    // 5 * 5 of 75 + 25, give or take four standard errors.
    expect(Math.abs(bought - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 20_000));
    expect(new Set(drawn.map(({ preferred }) => preferred.features[0])).size).toBe(76);
  });

  it('are preferred minus other, and come back from what was saved', () => {
    const buffer = new LabelledBuffer(start.slice(0, 1));
    buffer.add(pair(8, 6), true);
    buffer.add(pair(5, 9), false);
    expect([...buffer.differences()]).toEqual([-100, 100, -50, 2, -2, 1, -4, 4, -2]);
    const again = new LabelledBuffer(start.slice(0, 1), buffer.saved());
    expect(again.pairs).toEqual(buffer.pairs);
    expect([again.bought, again.contradicted]).toEqual([2, 1]);
  });
});

const groupSize = 4;
/** Rewards of five groups, of which one has no best. */
const rewards = Float32Array.from([0, 3, 1, 2, 9, 8, 7, 6, 1, 1, 1, 1, -1, -2, -3, 0, 5, 5, 4, 4]);
const tokens = Float32Array.from({ length: rewards.length * ROW_LENGTH }, (_, i) => Math.floor(i / ROW_LENGTH));
const features = Float32Array.from({ length: rewards.length * 3 }, (_, i) => Math.floor(i / 3));
/** Best and worst of each group that has both. */
const extremes = [[1, 0], [4, 7], [15, 14], [16, 18]];

function purchases(settings: { goldEvery: number; goldGroups: number }, preferFirst: boolean) {
  const asked: (readonly [lane: number, first: number, second: number])[] = [];
  const pairs: LabelledPairs[] = [8, 9].map(() => ({ tokens: new Int32Array(2 * ROW_LENGTH), states: new Float32Array(6), firstPreferred: [true] }));
  const lab = {
    seeds: [8, 9], pairs, config: () => ({ groupSize, ...settings }) as ArmConfig & typeof settings,
    stream: (lane: number, ...path: readonly (string | number)[]) => new Stream(fork(lane, ...path)),
    label: (lane: number, { first, second }: { first: ArrayLike<number>; second: ArrayLike<number> }) => {
      asked.push([lane, first[0], second[0]]);
      return preferFirst;
    },
  } as unknown as BuyersLab;
  return { asked, made: new Purchases(lab, pairs.map(({ states }) => states), undefined) };
}

describe('purchases', () => {
  it('are due every so many steps, if anything is bought at all', () => {
    const due = (goldEvery: number, goldGroups: number) => [1, 2, 3, 4, 5, 6].filter((t) => purchases({ goldEvery, goldGroups }, true).made.due(t));
    expect(due(1, 1)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(due(3, 2)).toEqual([3, 6]);
    expect(due(1, 0)).toEqual([]);
  });

  it.each([true, false])('are of the best against the worst of different groups; gold decides (%s)', (preferFirst) => {
    const { asked, made } = purchases({ goldEvery: 1, goldGroups: 32 }, preferFirst);
    made.buy(1, 7, { tokens, features, rewards });
    expect(asked.toSorted((a, b) => a[1] - b[1])).toEqual(extremes.map((group) => [1, ...group]));
    const bought = made.buffers[1].pairs.slice(1).map(({ preferred, other }) => [preferred.features[0], other.features[0]]);
    expect(bought).toEqual(asked.map(([, best, worst]) => (preferFirst ? [best, worst] : [worst, best])));
    expect(made.counts.values).toEqual([0, 0, 4, preferFirst ? 0 : 4]);
  });

  it('are as many as the fields say, of groups that a lane’s stream draws', () => {
    const { asked, made } = purchases({ goldEvery: 1, goldGroups: 1 }, true);
    for (let t = 1; t <= 60; t++) made.buy(0, t, { tokens, features, rewards });
    expect(asked.length).toBeLessThan(60);
    expect(asked.length).toBeGreaterThan(36);
    expect(new Set(asked.map(([, best]) => best))).toEqual(new Set(extremes.map(([best]) => best)));
  });
});
