import { describe, expect, it } from 'vitest';
import { fork } from '../engine/random.ts';
import { Labeller } from './labeller.ts';
import { encode } from './words.ts';

const RULES = { styleLimit: 2, stylePenalty: 0.7, lengthLimit: 8, lengthPenalty: 0.25 };
const prompt = encode('garden bread :');

describe('the labeller', () => {
  it('draws labels with probability sigmoid(gold difference / temperature), and counts them', () => {
    const labeller = new Labeller({ ...RULES, labelTemperature: 0.5 }, fork(1, 'labels'));
    const [better, worse] = [encode('soil soil EOS'), encode('soil pawn EOS')];
    const difference = 0.75 - 0.55;
    const count = 20_000;
    let wins = 0;
    for (let i = 0; i < count; i++) if (labeller.prefersFirst(prompt, better, worse)) wins++;
    expect(labeller.queries).toBe(count);
    expect(wins / count).toBeCloseTo(1 / (1 + Math.exp(-difference / 0.5)), 2);
  });

  it('is nearly certain at a low temperature, whichever comes first', () => {
    const labeller = new Labeller({ ...RULES, labelTemperature: 0.01 }, fork(2, 'labels'));
    expect(labeller.prefersFirst(prompt, encode('soil EOS'), encode('pawn'))).toBe(true);
    expect(labeller.prefersFirst(prompt, encode('pawn'), encode('soil EOS'))).toBe(false);
  });

  it('lets no gold out', () => {
    const labeller = new Labeller({ ...RULES, labelTemperature: 0.3 }, 1);
    expect(Object.keys(labeller)).toEqual([]);
    expect(typeof labeller.prefersFirst(prompt, encode('soil EOS'), encode('pawn EOS'))).toBe('boolean');
  });
});
