import { expect, it } from 'vitest';
import { prompts } from './prompts.ts';
import { connectives, contentOf, contentWords, decode, encode, styleWords, topicOf, topics, VOCABULARY, wordKind, wordText } from './words.ts';

it('has 43 different words of the right kinds', () => {
  const texts = Array.from({ length: VOCABULARY }, (_, word) => wordText(word));
  expect(new Set(texts).size).toBe(43);
  expect([topics, contentWords, connectives, styleWords].map((words) => words.length)).toEqual([6, 24, 4, 6]);
  expect([0, 1, 2].map((word) => [wordText(word), wordKind(word)])).toEqual([['PAD', 'pad'], ['EOS', 'end'], [':', 'mark']]);
});

it('gives each topic four content words of its own', () => {
  for (const topic of topics) {
    expect(contentOf(topic)).toHaveLength(4);
    expect(new Set(contentOf(topic).map(topicOf))).toEqual(new Set([topicOf(topic)]));
  }
  expect(decode(contentOf(encode('garden')[0]))).toBe('soil seed water sun');
});

it('reads back what it writes, and refuses what is no word', () => {
  const words = Array.from({ length: VOCABULARY }, (_, word) => word);
  expect(encode(decode(words))).toEqual(words);
  expect(() => encode('garden gnome')).toThrow('"gnome"');
  expect(() => wordText(VOCABULARY)).toThrow(RangeError);
});

it('has 30 prompts of two different topics', () => {
  expect(new Set(prompts.map(decode)).size).toBe(30);
  for (const [first, second, end] of prompts) {
    expect([wordKind(first), wordKind(second), wordKind(end), first === second]).toEqual(['topic', 'topic', 'mark', false]);
  }
});
