import { describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { fitBestOfN, fitReinforcementLearning } from './gaoFit.ts';

const d = Array.from({ length: 20 }, (_, i) => i / 5);

describe('Gao fits', () => {
  it('recover curves of their own law, a point at 0 included', () => {
    const rl = fitReinforcementLearning(d, d.map((x) => (x > 0 ? x * (0.8 - 0.5 * Math.log(x)) : 0)));
    expect(rl).toEqual({ alpha: expect.closeTo(0.8, 10) as number, beta: expect.closeTo(0.5, 10) as number, peak: expect.closeTo(Math.exp(0.6), 9) as number });
    const bon = fitBestOfN(d, d.map((x) => x * (0.8 - 0.2 * x)));
    expect(bon).toEqual({ alpha: expect.closeTo(0.8, 10) as number, beta: expect.closeTo(0.2, 10) as number, peak: expect.closeTo(2, 9) as number });
  });

  it.each([fitReinforcementLearning, fitBestOfN])('have the least squares: residuals orthogonal to d', (fit) => {
    const stream = new Stream(fork(1, 'noise'));
    const gold = d.map((x) => x * (0.8 - 0.2 * x) + 0.1 * stream.normal());
    const { alpha, beta } = fit(d, gold);
    const law = (x: number) => x * (alpha - beta * (fit === fitBestOfN ? x : Math.log(x || 1)));
    expect(d.reduce((sum, x, i) => sum + x * (gold[i] - law(x)), 0)).toBeCloseTo(0, 10);
  });

  it('have no peak where the curve only rises', () => {
    expect(fitBestOfN(d, d.map((x) => x * x)).peak).toBeNull();
    expect(fitReinforcementLearning(d, d.map((x) => (x > 0 ? x * Math.log(x) : 0))).peak).toBeNull();
  });

  it('need two different distances', () => {
    expect(() => fitBestOfN([0, 1, 1], [0, 1, 1])).toThrow(RangeError);
  });
});
