/** The models of a run. */
import type { Config } from '../config/fields.ts';
import type { FeedbackShape, TransformerShape } from '../engine/layout.ts';
import { ROW_LENGTH } from '../world/prompts.ts';
import { VOCABULARY } from '../world/words.ts';

export function policyShape(config: Config): TransformerShape {
  return {
    vocabulary: VOCABULARY, positions: ROW_LENGTH,
    width: config.policyWidth, layers: config.policyLayers, heads: config.policyHeads,
  };
}

export function trunkShape(config: Config): TransformerShape {
  return {
    vocabulary: VOCABULARY, positions: ROW_LENGTH,
    width: config.trunkWidth, layers: config.trunkLayers, heads: config.trunkHeads,
  };
}

export function feedbackShape(config: Config): FeedbackShape {
  return { policyWidth: config.policyWidth, trunkWidth: config.trunkWidth, attentionWidth: config.attentionWidth };
}
