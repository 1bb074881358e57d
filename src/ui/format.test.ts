import { describe, expect, it } from 'vitest';
import { compact, counted, duration, fixed, percent, signed } from './format.ts';

describe('numbers as text', () => {
  it('have steady digits and a true minus', () => {
    expect([fixed(2), fixed(-0.456), fixed(-0.001), fixed(NaN), fixed(11.25, 1)]).toEqual(['2.00', '−0.46', '0.00', '–', '11.3']);
    expect([signed(0.12), signed(-0.12), signed(NaN)]).toEqual(['+0.12', '−0.12', '–']);
    expect([percent(0.695), percent(NaN)]).toEqual(['70 %', '–']);
  });

  it('are short where space is', () => {
    expect([compact(0.3), compact(0.00003), compact(160), compact(-0.25), compact(0), compact(2.5e6)]).toEqual(['0.3', '3e−5', '160', '−0.25', '0', '2.5e6']);
  });

  it('count things', () => {
    expect([counted(0, 'seed'), counted(1, 'seed'), counted(2, 'seed')]).toEqual(['0 seeds', '1 seed', '2 seeds']);
  });

  it('tell durations in the unit that fits', () => {
    expect([duration(0.2), duration(59), duration(75), duration(3700), duration(NaN)]).toEqual(['1 s', '59 s', '1 min 15 s', '1 h 01 min', '–']);
  });
});
