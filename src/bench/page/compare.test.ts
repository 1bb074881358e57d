import { describe, expect, it } from 'vitest';
import { differenceOf, disagreement } from './compare.ts';
import type { Outcome } from './contender.ts';

const LANES = 2;
const start = { policy: new Float32Array(4), feedback: new Float32Array(4) };
const outcome = (changes: Partial<Outcome> = {}): Outcome => ({
  tokens: Float32Array.of(3, 4, 5, 6), loss: Float32Array.of(0.5, 0.25), gradient: Float32Array.of(3, 4, 1, 0),
  policy: Float32Array.of(1, 0, 0, 1), feedback: Float32Array.of(1, 1, 1, 1), ...changes,
});
const verdict = (changes: Partial<Outcome>) => disagreement(differenceOf(outcome(), outcome(changes), start, LANES), LANES);

describe('the comparison', () => {
  it('accepts equal outcomes', () => {
    expect(verdict({})).toBe('');
  });

  it('measures relative distance lane by lane and keeps the largest', () => {
    const other = outcome({ gradient: Float32Array.of(3, 4, 1, 0.5) });
    expect(differenceOf(outcome(), other, start, LANES).gradient).toBeCloseTo(0.5, 6);
  });

  it('measures a step’s change, not the parameters’ size', () => {
    const large = { policy: Float32Array.of(1000, 0, 0, 1000), feedback: start.feedback };
    const moved = outcome({ policy: Float32Array.of(1001, 0, 0, 1001) });
    const other = outcome({ policy: Float32Array.of(1002, 0, 0, 1001) });
    expect(differenceOf(moved, other, large, LANES).policy).toBeCloseTo(1, 6);
  });

  it.each([
    ['loss', { loss: Float32Array.of(0.5, 0.26) }],
    ['gradient', { gradient: Float32Array.of(3, 4.1, 1, 0) }],
    ['gradient', { gradient: Float32Array.of(3, NaN, 1, 0) }],
    ['policy', { policy: Float32Array.of(1, 0.1, 0, 1) }],
    ['feedback', { feedback: Float32Array.of(1, 1, 1) }],
  ])('refuses another %s', (key, changes) => {
    expect(verdict(changes)).toContain(`${key} off by`);
  });

  it('refuses other words', () => {
    expect(verdict({ tokens: Float32Array.of(3, 4, 5, 7) })).toContain('other words drawn on 1 of 2 lanes');
  });

  it('leaves out a lane whose words differ', () => {
    const other = outcome({ tokens: Float32Array.of(3, 4, 5, 7), loss: Float32Array.of(0.5, 9) });
    expect(differenceOf(outcome(), other, start, LANES)).toMatchObject({ lanesAstray: 1, loss: 0 });
  });
});
