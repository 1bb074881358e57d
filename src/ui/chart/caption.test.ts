import { describe, expect, it } from 'vitest';
import { captionOf, inWords, type Drawn } from './caption.ts';
import type { ArmLine } from './lines.ts';

const band = (mean: number) => ({ mean, low: null, high: null });
const line = (count: number, marked = false): ArmLine => {
  const points = Array.from({ length: count }, (_, index) => ({ step: 10 * index, kl: index, gold: band(2 + index), proxy: band(index), seedGold: [2] }));
  return { arm: 'r2m', seeds: 1, points, peak: marked ? { step: 10, kl: 1, gold: 3 } : null, end: marked ? { from: points[1], to: points[2], gold: 2 } : null };
};
const drawn = (values: Partial<Drawn>): Drawn => ({ axis: 'step', lines: [line(3)], seeds: 2, cut: false, ghost: false, flags: false, covered: false, ...values });

describe('the caption', () => {
  it('claims nothing of seeds before there is an evaluation', () => {
    expect(captionOf(drawn({ lines: [line(0)] }))).toMatch(/^2 seeds, not evaluated yet\. Left scale/);
    expect(captionOf(drawn({ lines: [line(0)], seeds: 1, ghost: true }))).toMatch(/^1 seed, not evaluated yet\. Grey: the run before\./);
  });

  it('says nothing of scales that are not to be seen', () => {
    expect(captionOf(drawn({ lines: [line(0)], ghost: true, covered: true }))).toBe('2 seeds, not evaluated yet.');
  });

  it('says how the seeds are drawn', () => {
    expect(captionOf(drawn({ seeds: 1 }))).toMatch(/^One seed, no interval\./);
    expect(captionOf(drawn({ seeds: 4 }))).toMatch(/^Mean of 4 seeds, thin lines the single seeds’ gold\./);
    expect(captionOf(drawn({ seeds: 12, cut: true }))).toMatch(/^Mean of 12 seeds, shaded its 95 % interval \(cut off at the edges\)\./);
  });

  it('of many methods promises neither bands nor bars', () => {
    const many = captionOf(drawn({ lines: Array.from({ length: 5 }, () => line(3, true)), seeds: 12 }));
    expect(many).toMatch(/^Mean of 12 seeds; a line that is pointed at has its 95 % interval shaded\. .*dotted: KL of the first method/);
    expect(many).not.toMatch(/bar:/);
  });

  it('speaks only of what is drawn', () => {
    expect(captionOf(drawn({}))).not.toMatch(/ring|bar|grey|numbers/i);
    expect(captionOf(drawn({ lines: [line(3, true)], flags: true, ghost: true }))).toMatch(/ring: .*bar: .*dotted: .*numbers: .*grey: /);
    expect(captionOf(drawn({ axis: 'kl' }))).not.toMatch(/dotted/);
  });
});

describe('a line in words', () => {
  it('is of each state of a run', () => {
    expect(inWords(line(0))).toBe('R2M: not evaluated yet.');
    expect(inWords(line(1))).toBe('R2M: gold starts at 2.00.');
    expect(inWords(line(3))).toBe('R2M: gold starts at 2.00 and is 4.00 at step 20; the proxy goes from 0.00 to 2.00.');
    expect(inWords(line(3, true))).toContain(', peaks at step 10 with 3.00 and is');
  });
});
