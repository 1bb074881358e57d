import { expect, test } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { goldReward } from '../world/gold.ts';
import { prompts } from '../world/prompts.ts';
import { encode } from '../world/words.ts';
import type { Sample } from './events.ts';
import { recordPage, samplesOf } from './recording.ts';

const texts = ['soil and water EOS', '✨ EOS', 'EOS', 'soil soil soil soil soil soil soil soil soil soil soil soil soil soil soil soil'];
const samples = texts.map((text, index): Sample => {
  const prompt = prompts[index];
  const response = encode(text);
  const { total, parts } = goldReward(prompt, response, defaultConfig);
  return { prompt, response, gold: total, parts, proxy: index / 4, ownProxy: -index };
});

test('samples come back from a recorded page, gold and all', () => {
  expect(samplesOf(recordPage(40, samples), defaultConfig)).toEqual(samples);
});

test('gold is that of the rules of the run', () => {
  const [, , , long] = samplesOf(recordPage(40, samples), { ...defaultConfig, lengthPenalty: 0 });
  expect(long.gold - samples[3].gold).toBeCloseTo(0.25 * 8, 12);
});

test('a word that is none is refused', () => {
  expect(() => samplesOf({ step: 0, responses: ['soil sole'], proxies: [0], ownProxies: [0] }, defaultConfig)).toThrow('"sole" is not a word');
});
