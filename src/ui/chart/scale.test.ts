import { describe, expect, it } from 'vitest';
import type { ArmCurve } from '../../store/curves.ts';
import { drawsBand, horizontalExtent, positionOf, union, verticalExtent } from './scale.ts';

const curve = (seeds: number, half: number, golds: readonly number[]): ArmCurve => ({
  arm: 'frozen', seeds,
  points: golds.map((mean, index) => ({
    step: 10 * index, kl: index * index, gold: { mean, low: mean - half, high: mean + half }, proxy: { mean: index, low: null, high: null },
    seedGold: Array.from({ length: seeds }, (_, seed) => mean + seed * 0.01),
  })),
});

describe('axes of the main chart', () => {
  it('spans the whole run in steps, and the KL reached', () => {
    expect(horizontalExtent([curve(3, 0, [1, 2])], 'step', 160)).toMatchObject({ domain: [0, 160] });
    const { domain } = horizontalExtent([curve(3, 0, [1, 2, 3, 4])], 'kl', 160);
    expect(domain[0]).toBe(0);
    expect(domain[1]).toBeGreaterThanOrEqual(9);
  });

  it('takes the root of KL, and of a trace below zero', () => {
    const [first, , third] = curve(3, 0, [1, 2, 3]).points;
    expect(positionOf(third, 'sqrtKl')).toBe(2);
    expect(positionOf({ ...first, kl: -1e-9 }, 'sqrtKl')).toBe(0);
  });

  it('makes room for a band, but not for one that would flatten the curves', () => {
    const small = verticalExtent([curve(12, 0.4, [2, 3, 1])], 'gold');
    expect(small.cut).toBe(false);
    expect(small.domain[1]).toBeGreaterThanOrEqual(3.4);
    const wide = verticalExtent([curve(5, 40, [2, 3, 1])], 'gold');
    expect(wide.cut).toBe(true);
    expect(wide.domain[1]).toBeLessThan(10);
  });

  it('does not blow up the noise of a run that has hardly begun', () => {
    const begun = curve(2, 0, [2.4, 2.39]);
    const noise = { ...begun, points: begun.points.map((point) => ({ ...point, proxy: { mean: -0.09 - point.step / 1e4, low: null, high: null } })) };
    const { domain } = verticalExtent([noise], 'proxy');
    expect(domain[0]).toBeLessThan(-0.09);
    expect(domain[1]).toBe(1);
  });

  it('draws seeds instead of a band where there are few', () => {
    expect(drawsBand(curve(4, 0, [1]))).toBe(false);
    expect(drawsBand(curve(5, 0, [1]))).toBe(true);
    expect(verticalExtent([curve(3, 40, [2, 3, 1])], 'gold').cut).toBe(false);
  });

  it('stands where a value is no finite number', () => {
    const { domain, ticks } = verticalExtent([curve(2, 0, [2, NaN, Infinity])], 'gold');
    expect([...domain, ...ticks].every((value) => Number.isFinite(value))).toBe(true);
    expect(verticalExtent([curve(2, 0, [NaN])], 'gold').domain[1]).toBeGreaterThan(0);
  });

  it('never shrinks: the union of two extents holds both', () => {
    const extents = [[0, 3], [-1, 1], [0, 2.6], [-0.5, 2.5]].map(([low, high]) => ({ domain: [low, high] as [number, number], ticks: [low, high] }));
    for (const a of extents) {
      for (const b of extents) {
        const { domain, ticks } = union(a, b);
        expect(domain[0]).toBeLessThanOrEqual(Math.min(a.domain[0], b.domain[0]));
        expect(domain[1]).toBeGreaterThanOrEqual(Math.max(a.domain[1], b.domain[1]));
        expect(ticks.length).toBeGreaterThan(1);
      }
    }
    expect(union(extents[0], extents[2])).toBe(extents[0]);
  });
});
