import { describe, expect, it } from 'vitest';
import { about, compact, counted, duration, fixed, grouped, percent, signed } from './format.ts';

describe('numbers as text', () => {
  it('have steady digits and a true minus', () => {
    expect([fixed(2), fixed(-0.456), fixed(-0.001), fixed(NaN), fixed(11.25, 1)]).toEqual(['2.00', '−0.46', '0.00', '–', '11.3']);
    expect([signed(0.12), signed(-0.12), signed(NaN)]).toEqual(['+0.12', '−0.12', '–']);
    expect([signed(0), signed(-0), signed(1e-8), signed(-1e-8), signed(0.004), signed(0.04, 1)]).toEqual(['0.00', '0.00', '0.00', '0.00', '0.00', '0.0']);
    expect([percent(0.695), percent(NaN)]).toEqual(['70 %', '–']);
  });

  it('are short where space is', () => {
    expect([compact(0.3), compact(0.00003), compact(160), compact(-0.25), compact(0), compact(2.5e6)]).toEqual(['0.3', '3e−5', '160', '−0.25', '0', '2.5e6']);
  });

  it('count things', () => {
    expect([grouped(0), grouped(600), grouped(73440), grouped(1e6)]).toEqual(['0', '600', '73\u2009440', '1\u2009000\u2009000']);
    expect([counted(0, 'seed'), counted(1, 'seed'), counted(2, 'seed')]).toEqual(['0 seeds', '1 seed', '2 seeds']);
  });

  it('tell durations in the unit that fits', () => {
    expect([duration(0.2), duration(59), duration(75), duration(3700), duration(NaN)]).toEqual(['1 s', '59 s', '1 min 15 s', '1 h 01 min', '–']);
    expect([about(1), about(41), about(54), about(56), about(170), about(7000), about(NaN)])
      .toEqual(['about 5 s', 'about 45 s', 'about 55 s', 'about 1 min', 'about 3 min', 'about 2 h', '–']);
  });
});
