/** The models of a run. */
import type { Config } from '../config/fields.ts';
import type { ShapesInUse } from '../engine/engine.ts';
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

/** From the first stage on. The trunk is trained only where it is not shipped, which that stage sees to. */
export function shapesInUse(config: Config): ShapesInUse {
  return {
    transformers: [{ shape: policyShape(config), samples: true, trains: true }, { shape: trunkShape(config), samples: false, trains: false }],
    feedback: config.arms.includes('r2m') ? [feedbackShape(config)] : [],
    length: ROW_LENGTH,
  };
}
