/** Puts on the device what arms that run on the same seeds share. */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { joined } from '../engine/lanes.ts';
import { uploadHeads } from '../methods/heads.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { ROW_LENGTH } from '../world/prompts.ts';
import type { Foundation } from './learner.ts';
import type { Basis } from './pool.ts';
import { HELD_OUT_PAIRS } from './preferences.ts';

/** `bases`: what each seed begins with. */
export function layFoundation(config: Config, engine: Engine, seeds: readonly number[], bases: readonly Basis[]): Foundation {
  const rows = 2 * HELD_OUT_PAIRS;
  const heads = bases.map(({ preferences }) => preferences.head);
  const heldOut = bases.map(({ preferences }) => preferences.heldOut);
  return {
    engine, seeds, heads,
    reference: engine.createTransformer(policyShape(config), joined(bases.map(({ start }) => start.policy))),
    trunk: engine.createTransformer(trunkShape(config), joined(bases.map(({ start }) => start.trunk))),
    head: uploadHeads(engine, heads),
    heldOut: {
      tokens: engine.upload(Int32Array.from(heldOut.flatMap(({ tokens }) => [...tokens])), [seeds.length, rows, ROW_LENGTH]),
      states: engine.upload(joined(heldOut.map(({ states }) => states)), [seeds.length, rows, config.trunkWidth]),
    },
  };
}

export function freeFoundation({ engine, reference, trunk, head, heldOut }: Foundation): void {
  engine.free(reference, trunk, head, heldOut.tokens, heldOut.states);
}
