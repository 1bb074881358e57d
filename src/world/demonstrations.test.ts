import { beforeAll, describe, expect, it } from 'vitest';
import { fork, Stream } from '../engine/random.ts';
import { drawDemonstrations } from './demonstrations.ts';
import { assessRows, type Assessment } from './evaluation.ts';
import { PROMPT_LENGTH, ROW_LENGTH } from './prompts.ts';
import { EOS, PAD, topicOf, wordKind } from './words.ts';

const COUNT = 20_000;
const RULES = { styleLimit: 2, stylePenalty: 0.7, lengthLimit: 8, lengthPenalty: 0.25 };

let rows: Int32Array;
let demonstrations: Assessment[];
beforeAll(() => {
  rows = drawDemonstrations(COUNT, new Stream(fork(3, 'demonstrations')));
  demonstrations = assessRows(rows, RULES);
});

const share = (test: (item: Assessment) => boolean) => demonstrations.filter(test).length / COUNT;
const kinds = (item: Assessment) => item.response.map(wordKind);
const contentCount = (item: Assessment) => kinds(item).filter((kind) => kind === 'content').length;
/** Four standard errors of a share of COUNT, at the most. */
const BAND = 4 * Math.sqrt(0.25 / COUNT);

describe('demonstrations', () => {
  it('are a prompt, a response, EOS and PAD to the end', () => {
    expect(rows).toHaveLength(COUNT * ROW_LENGTH);
    for (let row = 0; row < COUNT; row++) {
      const response = rows.slice(row * ROW_LENGTH + PROMPT_LENGTH, (row + 1) * ROW_LENGTH);
      const end = response.indexOf(EOS);
      expect(end).toBeGreaterThan(0);
      expect(response.slice(end + 1).every((word) => word === PAD)).toBe(true);
      expect(response.slice(0, end).includes(PAD)).toBe(false);
    }
  });

  it.each([[1, 0.2], [2, 0.3], [3, 0.25], [4, 0.15], [5, 0.1]])('have %i content words with probability %f', (count, probability) => {
    expect(Math.abs(share((item) => contentCount(item) === count) - probability)).toBeLessThan(BAND);
  });

  it('open with a style word half the time, and close with one about as often', () => {
    expect(Math.abs(share((item) => kinds(item)[0] === 'style') - 0.5)).toBeLessThan(BAND);
    const closing = 1 - 0.5 * 0.96;
    expect(Math.abs(share((item) => kinds(item).at(-2) === 'style') - closing)).toBeLessThan(BAND);
  });

  it('keep to the topics, and join words, as the writer’s skill says', () => {
    let content = 0;
    let onTopic = 0;
    let gaps = 0;
    let joined = 0;
    for (const item of demonstrations) {
      const topics = [topicOf(item.prompt[0]), topicOf(item.prompt[1])];
      for (const word of item.response) {
        if (wordKind(word) === 'content' && topics.includes(topicOf(word))) onTopic++;
        if (wordKind(word) === 'connective') joined++;
      }
      content += contentCount(item);
      gaps += contentCount(item) - 1;
    }
    // Mean skill is 1/2: .8 meant on topic, and a third of the other .2 lands there by chance; .6 of the gaps joined.
    expect(onTopic / content).toBeCloseTo(0.8 + 0.2 / 3, 2);
    expect(joined / gaps).toBeCloseTo(0.6, 2);
  });

  it('vary together in skill: those that join every word are more often on topic', () => {
    const long = demonstrations.filter((item) => contentCount(item) >= 3);
    const offTopic = (items: Assessment[]) => items.filter((item) => item.parts.offTopic < 0).length / items.length;
    const joins = (item: Assessment) => kinds(item).filter((kind) => kind === 'connective').length;
    const joined = long.filter((item) => joins(item) === contentCount(item) - 1);
    const loose = long.filter((item) => joins(item) === 0);
    expect(offTopic(joined)).toBeLessThan(offTopic(loose) - 0.05);
  });

  it('score as the supervised start does, a little over 2.3', () => {
    const mean = demonstrations.reduce((sum, item) => sum + item.gold, 0) / COUNT;
    expect(mean).toBeGreaterThan(2.3);
    expect(mean).toBeLessThan(2.5);
  });

  it('come out the same from the same stream', () => {
    expect(drawDemonstrations(50, new Stream(fork(3, 'demonstrations')))).toEqual(rows.slice(0, 50 * ROW_LENGTH));
    expect(drawDemonstrations(50, new Stream(fork(4, 'demonstrations')))).not.toEqual(rows.slice(0, 50 * ROW_LENGTH));
  });
});
