import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { holm, signTest, wilcoxonTest } from './rankTests.ts';

/** Two-sided p of a statistic over all ways to deal signs to the sizes, at most 1: the tests' definition, by brute force. */
function enumerated(differences: readonly number[], statistic: (signed: readonly number[]) => number): number {
  const sizes = differences.filter((difference) => difference !== 0);
  const observed = statistic(sizes);
  let [low, high] = [0, 0];
  const deals = 2 ** sizes.length;
  for (let deal = 0; deal < deals; deal++) {
    const value = statistic(sizes.map((size, index) => ((deal >> index) & 1 ? Math.abs(size) : -Math.abs(size))));
    if (value <= observed) low++;
    if (value >= observed) high++;
  }
  return Math.min(1, (2 * Math.min(low, high)) / deals);
}
const positives = (signed: readonly number[]) => signed.filter((value) => value > 0).length;
/** Sum of the positive values' ranks, each the mean place among equal sizes. */
const positiveRanks = (signed: readonly number[]) => signed.filter((value) => value > 0).reduce((sum, value) => {
  const smaller = signed.filter((other) => Math.abs(other) < Math.abs(value)).length;
  const equal = signed.filter((other) => Math.abs(other) === Math.abs(value)).length;
  return sum + smaller + (equal + 1) / 2;
}, 0);
const signOf = (differences: readonly number[]) => signTest(positives(differences), positives(differences.map((value) => -value)));

describe.each([1, 2, 3, 5, 8, 11])('of %i differences', (count) => {
  const stream = new Stream(fork(count, 'tests'));
  const cases = Array.from({ length: 12 }, (_, index) => Array.from({ length: count }, () => (
    // Every second case has sizes that often tie, and zeros.
    index % 2 === 0 ? stream.normal() + 0.3 : stream.integer(7) - 3)));

  it('the sign test is what all ways of dealing signs give', () => {
    for (const differences of cases) expect(signOf(differences)).toBeCloseTo(enumerated(differences, positives), 12);
  });
  it('so is Wilcoxon’s, with ties and zeros', () => {
    for (const differences of cases) expect(wilcoxonTest(differences)).toBeCloseTo(enumerated(differences, positiveRanks), 12);
  });
});

describe('the tests', () => {
  it('know no p but 1 where nothing differs, and drop differences of at most the tie', () => {
    expect([signTest(0, 0), wilcoxonTest([]), wilcoxonTest([0, 0])]).toEqual([1, 1, 1]);
    expect(wilcoxonTest([1, 2, 3, 1e-7, -1e-7], 1e-6)).toBe(wilcoxonTest([1, 2, 3]));
  });

  it('take sizes for equal that rounding parts', () => {
    expect(wilcoxonTest([0.1 + 0.2, -0.3, 1, 2])).toBe(wilcoxonTest([1, -1, 2, 3]));
    expect(wilcoxonTest([0.3, -(0.1 + 0.2), 1, 2])).toBe(wilcoxonTest([1, -1, 2, 3]));
  });

  it('depend neither on the order, nor on the unit, nor on which method is the first', () => {
    const differences = [0.5, -1, 2.25, 2.25, -0.25, 4, 0, 8];
    const p = wilcoxonTest(differences);
    expect(wilcoxonTest(differences.toReversed())).toBe(p);
    expect(wilcoxonTest(differences.map((value) => value / 3))).toBe(p);
    expect(wilcoxonTest(differences.map((value) => -value))).toBe(p);
    expect(signTest(3, 9)).toBe(signTest(9, 3));
  });

  it('are exact with as many seeds as a run can have', () => {
    const all = Array.from({ length: 64 }, (_, index) => index + 1);
    expect(wilcoxonTest(all)).toBe(2 ** -63);
    expect(signTest(64, 0)).toBe(2 ** -63);
    // Rank 3 alone on the other side: of 2 ** 64 deals five have a sum of at most 3, of none, 1, 2, 3, and 1 and 2.
    expect(wilcoxonTest(all.map((size) => (size === 3 ? -3 : size)))).toBe(5 * 2 ** -63);
    // 32 of each sign are as even as can be.
    expect(signTest(32, 32)).toBe(1);
  });
});

describe('Holm’s correction', () => {
  it('multiplies the smallest by all, the next by one less, never falls and is at most 1', () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([0.02])).toEqual([0.02]);
    expect(holm([])).toEqual([]);
  });

  it('goes with the values, whatever their order', () => {
    const values = [0.2, 0.001, 0.03, 0.03, 0.8];
    expect(holm(values.toReversed())).toEqual(holm(values).toReversed());
  });
});
