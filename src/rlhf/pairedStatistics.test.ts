import { describe, expect, it } from 'vitest';
import { pairedStatisticsOf } from './pairedStatistics.ts';
import { holm } from './rankTests.ts';
import { TIE_AT_EQUAL_KL } from './statistics.ts';

describe('statistics of paired differences', () => {
  const [few, many, tied] = [[0.5, 1, -0.25], [1, 2, 3, 4, 5, -0.5, 6, 7], [0, 1e-8, -1e-8]];

  it('correct Wilcoxon’s p for the number of comparisons', () => {
    const family = pairedStatisticsOf([few, many, tied]);
    expect(family.map(({ holmP }) => holmP)).toEqual(holm(family.map(({ wilcoxonP }) => wilcoxonP ?? NaN)));
    expect(family[1].holmP).toBe(3 * (family[1].wilcoxonP ?? NaN));
    const [alone] = pairedStatisticsOf([many]);
    expect(alone.holmP).toBe(alone.wilcoxonP);
  });

  it('take what rounding parts for no difference, in all tests alike', () => {
    const [only] = pairedStatisticsOf([tied]);
    expect(only).toMatchObject({ wins: 0, ties: 3, signP: 1, wilcoxonP: 1 });
    const [strict, loose] = [undefined, TIE_AT_EQUAL_KL].map((tie) => pairedStatisticsOf([[5e-5, 1, 2, 3]], tie)[0]);
    expect([strict.signP, strict.wilcoxonP, loose.signP, loose.wilcoxonP]).toEqual([0.125, 0.125, 0.25, 0.25]);
  });

  it('say what could have been shown, in the differences’ unit', () => {
    const [one, three] = [1, 3].map((unit) => pairedStatisticsOf([many.map((value) => unit * value)])[0].detectable ?? NaN);
    expect(three).toBeCloseTo(3 * one, 12);
    // Student's t of 7 degrees of freedom: 2.365 and .896.
    const sd = Math.sqrt(many.reduce((sum, value) => sum + (value - 27.5 / 8) ** 2, 0) / 7);
    expect(one).toBeCloseTo(((2.365 + 0.896) * sd) / Math.sqrt(8), 2);
  });

  it('are null where seeds are too few or diverged, which are then none of the family', () => {
    const [diverged, sound] = pairedStatisticsOf([[1, NaN, 2], many]);
    expect(diverged).toMatchObject({ wins: 2, n: 3, bootstrap95: null, signP: null, wilcoxonP: null, holmP: null, detectable: null });
    expect(sound.holmP).toBe(sound.wilcoxonP);
    expect(pairedStatisticsOf([[1]])[0]).toMatchObject({ ci95: null, bootstrap95: null, signP: 1, wilcoxonP: 1, detectable: null });
    expect(() => pairedStatisticsOf([[]])).toThrow();
    expect(pairedStatisticsOf([])).toEqual([]);
  });

  it('are all there in JSON and for another thread, though they are computed when read', () => {
    const [first] = pairedStatisticsOf([few]);
    const keys = ['mean', 'median', 'ci95', 'wins', 'ties', 'n', 'bootstrap95', 'signP', 'wilcoxonP', 'holmP', 'detectable'];
    for (const copy of [JSON.parse(JSON.stringify(first)) as typeof first, structuredClone(first)]) {
      expect(Object.keys(copy)).toEqual(keys);
      expect(copy).toEqual(first);
      expect(copy.detectable).toBeGreaterThan(0);
    }
  });
});
