import { describe, expect, it } from 'vitest';
import { assessRows, splitRows } from './evaluation.ts';
import { goldReward } from './gold.ts';
import { encode } from './words.ts';

const RULES = { styleLimit: 2, stylePenalty: 0.7, lengthLimit: 8, lengthPenalty: 0.25 };
const prompt = encode('garden bread :');

describe('evaluation', () => {
  const full = Array.from({ length: 16 }, () => '✨').join(' ');
  const padding = (count: number) => Array.from({ length: count }, () => 'PAD').join(' ');
  const tokens = [`garden bread : soil and ! EOS ${padding(12)}`, `chess ocean : ${full}`, `chess ocean : tide ${padding(15)}`].flatMap(encode);

  it('splits rows, with EOS or without', () => {
    expect(splitRows(Float32Array.from(tokens)).map(({ prompt: p, response }) => [p.length, response.length])).toEqual([[3, 4], [3, 16], [3, 1]]);
    expect(() => splitRows(tokens.slice(1))).toThrow(RangeError);
  });

  it('measures gold, length and style words', () => {
    const [first, second, third] = assessRows(tokens, RULES);
    expect(first).toMatchObject({ length: 3, styleWords: 1, gold: goldReward(prompt, encode('soil and ! EOS'), RULES).total });
    expect(second).toMatchObject({ length: 16, styleWords: 16, parts: { ending: -0.5 } });
    expect(third).toMatchObject({ length: 1, styleWords: 0, parts: { ending: -0.5 } });
  });
});
