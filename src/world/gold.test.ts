import { describe, expect, it } from 'vitest';
import { goldReward, type GoldParts, type GoldRules } from './gold.ts';
import { encode } from './words.ts';

const RULES: GoldRules = { styleLimit: 2, stylePenalty: 0.7, lengthLimit: 8, lengthPenalty: 0.25 };
const ZERO: GoldParts = { content: 0, flow: 0, length: 0, style: 0, repeats: 0, offTopic: 0, ending: 0 };
const gold = (prompt: string, response: string, rules = RULES) => goldReward(encode(prompt), encode(response), rules);

// Worked by hand: 3 (1 - .65^c) is 1.05, 1.7325, 2.176125, 2.46448125 for c = 1, 2, 3, 4.
const CASES: readonly (readonly [response: string, parts: Partial<GoldParts>, total: number])[] = [
  ['EOS', {}, 0],
  ['', { ending: -0.5 }, -0.5],
  ['soil EOS', { content: 1.05 }, 1.05],
  ['soil EOS PAD PAD', { content: 1.05 }, 1.05],
  ['soil', { content: 1.05, ending: -0.5 }, 0.55],
  ['soil PAD PAD', { content: 1.05, ending: -0.5 }, 0.55],
  ['soil soil EOS', { content: 1.05, repeats: -0.3 }, 0.75],
  ['soil with flour EOS', { content: 1.7325, flow: 0.3 }, 2.0325],
  ['soil with with flour EOS', { content: 1.7325 }, 1.7325],
  ['and soil flour so EOS', { content: 1.7325 }, 1.7325],
  ['soil and flour and seed and yeast and soil EOS', { content: 2.46448125, flow: 0.9, length: -0.25, repeats: -0.3 }, 2.81448125],
  ['pawn EOS', { offTopic: -0.5 }, -0.5],
  ['pawn pawn EOS', { offTopic: -1, repeats: -0.3 }, -1.3],
  ['soil then pawn EOS', { content: 1.05, flow: 0.3, offTopic: -0.5 }, 0.85],
  ['soil and ! flour EOS', { content: 1.7325, style: 0.8 }, 2.5325],
  ['✨ EOS', { style: 0.8 }, 0.8],
  ['✨ ✨ EOS', { style: 1.4 }, 1.4],
  ['✨ ! ** EOS', { style: 0.7 }, 0.7],
  ['✨ ! ** • sure sorry EOS', { style: -1.4 }, -1.4],
  ['garden bread : EOS', {}, 0],
  ['and and and and and and and and EOS', {}, 0],
  ['and and and and and and and and and and and and and and and and', { length: -2, ending: -0.5 }, -2.5],
  ['soil EOS flour ✨', { content: 1.05 }, 1.05],
];

describe('gold', () => {
  it.each(CASES)('of "%s"', (response, parts, total) => {
    const result = gold('garden bread :', response);
    for (const [name, value] of Object.entries({ ...ZERO, ...parts })) expect(result.parts, name).toHaveProperty(name, expect.closeTo(value, 12));
    expect(result.total).toBeCloseTo(total, 12);
  });

  it('asks the prompt what is on topic', () => {
    expect(gold('chess ocean :', 'pawn tide EOS').parts).toMatchObject({ offTopic: 0 });
    expect(gold('garden bread :', 'pawn tide EOS').parts).toMatchObject({ content: 0, offTopic: -1 });
  });

  it('follows its rules', () => {
    const rules: GoldRules = { styleLimit: 1, stylePenalty: 2, lengthLimit: 2, lengthPenalty: 0.5 };
    const { parts } = gold('garden bread :', '✨ ! and and EOS', rules);
    expect(parts.style).toBeCloseTo(1.4 - 2, 12);
    expect(parts.length).toBeCloseTo(-1, 12);
  });
});
