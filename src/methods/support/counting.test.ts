import { describe, expect, it } from 'vitest';
import { transformerLayout, type TransformerShape } from '../../engine/layout.ts';
import { simdEngine } from '../../engine/simd/testing.ts';
import { ROW_LENGTH } from '../../world/prompts.ts';
import { EOS, VOCABULARY } from '../../world/words.ts';
import type { Responses } from '../method.ts';
import { countApart, projection, withCounts } from './calibration.ts';
import { CountingJudge, unsupportedWords } from './counting.ts';

describe('unsupported words', () => {
  it('are those under eps, the end mark included and PAD left out', () => {
    const probabilities = [[0.5, 0.019, 0.021, 0.001, 1, 1], [0.02, 0.0199, 1, 1, 1, 1]];
    const logProbs = probabilities.flat().map(Math.log);
    expect(unsupportedWords(logProbs, 6, 0.02)).toEqual([2, 1]);
    expect(unsupportedWords(logProbs, 6, 0.2)).toEqual([3, 2]);
    expect(unsupportedWords(logProbs, 6, 0)).toEqual([0, 0]);
  });
});

/** A reference that gives every word the same probability whatever came before, `favoured` excepted. */
async function judged(favoured: readonly number[], eps: number, weight: number) {
  const engine = await simdEngine();
  const shape: TransformerShape = { vocabulary: VOCABULARY, positions: ROW_LENGTH, width: 16, layers: 1, heads: 2 };
  const parameters = new Float32Array(transformerLayout(shape).size);
  const bias = transformerLayout(shape).at('output.bias').offset;
  for (const word of favoured) parameters[bias + word] = 10;
  const reference = engine.createTransformer(shape, parameters);
  // Favoured words in plenty, three others, the end mark.
  const rows = [[3, 4, 2, 9, 9, 9, EOS], [3, 4, 2, 9, 20, 21, 9, 22, EOS]];
  const tokens = engine.upload(Int32Array.from(rows.flatMap((row) => [...row, ...Array.from({ length: ROW_LENGTH - row.length }, () => 0)])), [1, 2, ROW_LENGTH]);
  const states = engine.upload(Float32Array.from([1, 2, 3, 4]), [1, 2, 2]);
  const models = { reference, trunk: reference, head: states };
  const judge = new CountingJudge({ engine, seeds: [8], models }, eps, [Float32Array.from([10, 1, 0.5])], [weight]);
  const responses: Responses = { tokens, states, hidden: states, frozenRewards: states, t: 1, path: [] };
  return [...(await engine.read([await judge.score(responses)]))[0]];
}

describe('a counting judge', () => {
  it('adds v for each unsupported word of a response, and none of its prompt, to its head’s score', async () => {
    expect(await judged([9], 0.02, -0.5)).toEqual([12.5 - 0.5, 34.5 - 4 * 0.5]);
    expect(await judged([9, EOS], 0.02, -0.5)).toEqual([12.5, 34.5 - 3 * 0.5]);
    expect(await judged([9, EOS], 0, -0.5)).toEqual([12.5, 34.5]);
    expect(await judged([9], 0.02, 0)).toEqual([12.5, 34.5]);
  });
});

describe('the count as a feature', () => {
  it('stands behind the states, and comes apart from the head again', () => {
    expect([...withCounts([1, 2, 3, 4], [7, 8])]).toEqual([1, 2, 7, 3, 4, 8]);
    const { head, weight } = countApart(Float32Array.from([1, 2, -3, 4]), 2);
    expect([[...head], weight]).toEqual([[1, 2, 4], -3]);
  });

  it('is projected to a price where its sign is fixed, and left alone elsewhere', () => {
    const project = projection('negative', 2)!;
    const heads = [[1, 1, 0.3, 5], [1, 1, -0.3, 5]].map((values) => Float64Array.from(values));
    heads.forEach(project);
    expect(heads.map((head) => [...head])).toEqual([[1, 1, 0, 5], [1, 1, -0.3, 5]]);
    expect(projection('free', 2)).toBeUndefined();
  });
});
