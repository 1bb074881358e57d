import type { Config } from '../config/fields.ts';
import type { ShapesInUse } from '../engine/engine.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { armConfig, armOf } from '../settings/arms.ts';
import { ROW_LENGTH } from '../world/prompts.ts';

/** What an engine may have to compile for a run, from its first stage on. The trunk is trained only where it is not shipped, which that stage sees to. */
export function shapesInUse(config: Config): ShapesInUse {
  return {
    transformers: [{ shape: policyShape(config), samples: true, trains: true }, { shape: trunkShape(config), samples: false, trains: false }],
    feedback: config.arms.map(armOf).flatMap((arm) => arm.method.feedback?.(armConfig(arm, config)) ?? []),
    length: ROW_LENGTH,
  };
}
