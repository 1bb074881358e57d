import { expect, it } from 'vitest';
import { joined } from '../../engine/lanes.ts';
import { feedbackLayout, transformerLayout, type FeedbackShape, type TransformerShape } from '../../engine/layout.ts';
import { fork, Stream } from '../../engine/random.ts';
import { simdEngine } from '../../engine/simd/testing.ts';
import { bradleyTerry } from '../../rlhf/bradleyTerry.ts';
import { ROW_LENGTH } from '../../world/prompts.ts';
import { VOCABULARY } from '../../world/words.ts';
import type { AnyLab } from '../method.ts';
import { initialFeedback } from './feedback.ts';
import { warmed } from './warmStart.ts';

const PAIRS = 30;
const shape: FeedbackShape = { policyWidth: 16, trunkWidth: 8, attentionWidth: 8 };
const config = { ...shape, omegaMin: 0.6, rewardLearningRate: 5e-3 };

it('fits the attention to the labelled pairs, and gives the frozen head back', async () => {
  const engine = await simdEngine();
  const stream = new Stream(fork(2, 'warm'));
  const normals = (count: number) => Float32Array.from({ length: count }, () => stream.normal());
  const network: TransformerShape = { vocabulary: VOCABULARY, positions: ROW_LENGTH, width: 16, layers: 1, heads: 2 };
  const reference = engine.createTransformer(network, normals(transformerLayout(network).size).map((value) => value / 3));
  const rows = 2 * PAIRS;
  const pairs = {
    tokens: Int32Array.from({ length: rows * ROW_LENGTH }, () => 1 + stream.integer(VOCABULARY - 1)), states: normals(rows * 8),
    firstPreferred: Array.from({ length: PAIRS }, () => stream.uniform() < 0.5),
  };
  const head = normals(9);
  const lab = { engine, seeds: [8], heads: [head], pairs: [pairs], models: { reference }, config: () => config, breathe: async () => undefined } as unknown as AnyLab;

  /** Bradley and Terry's loss of the labelled pairs. */
  const loss = async (parameters: Float32Array) => {
    const model = engine.createFeedbackModel(shape, parameters);
    const tokens = engine.upload(pairs.tokens, [1, rows, ROW_LENGTH]);
    const input = { tokens, states: engine.upload(pairs.states, [1, rows, 8]), hidden: engine.hiddenStates(reference, tokens), omega: config.omegaMin };
    const [rewards] = await engine.read([engine.feedbackRewards(model, input)]);
    const margins = pairs.firstPreferred.map((first, pair) => (first ? 1 : -1) * (rewards[2 * pair] - rewards[2 * pair + 1]));
    return bradleyTerry({ head: [1], differences: margins, weights: margins.map(() => 1 / PAIRS) }).loss;
  };
  const before = initialFeedback(shape, 8, head);
  const [after] = await warmed(lab, 100);
  expect(await warmed(lab, 0)).toEqual([before]);
  expect(await loss(after)).toBeLessThan(0.9 * await loss(before));
  const { offset } = feedbackLayout(shape).at('head');
  expect(after.slice(offset)).toEqual(joined([head]));
});
