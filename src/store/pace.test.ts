import { describe, expect, it } from 'vitest';
import { markPace, rate, restingPace, secondsLeft } from './pace.ts';

describe('pace', () => {
  it('knows nothing before two marks', () => {
    const one = markPace(restingPace, 'rl', 3, 1000);
    expect(rate(one)).toBeNull();
    expect(secondsLeft(one, 10)).toBeNull();
  });

  it('gives units per second and the time left', () => {
    let pace = restingPace;
    for (let step = 0; step <= 8; step++) pace = markPace(pace, 'rl', step, 500 * step);
    expect(rate(pace)).toBeCloseTo(2);
    expect(secondsLeft(pace, 20)).toBeCloseTo(6);
  });

  it('follows a change of speed within some seconds', () => {
    let pace = restingPace;
    for (let step = 0; step < 100; step++) pace = markPace(pace, 'rl', step, 10 * step);
    for (let step = 0; step < 20; step++) pace = markPace(pace, 'rl', 100 + step, 1000 + 1000 * step);
    expect(rate(pace)).toBeCloseTo(1, 1);
  });

  it('begins anew with a stage', () => {
    const sft = markPace(markPace(restingPace, 'sft', 0, 0), 'sft', 800, 1000);
    expect(rate(markPace(sft, 'rl', 0, 2000))).toBeNull();
  });
});
