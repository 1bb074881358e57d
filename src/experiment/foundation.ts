/** What arms that run on the same seeds share: frozen models and labelled data, on the device and as plain rows. */
import type { Config } from '../config/fields.ts';
import type { DeviceArray, Engine, Transformer } from '../engine/engine.ts';
import { joined } from '../engine/lanes.ts';
import type { LabelledPairs, Samples } from '../methods/method.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { ROW_LENGTH } from '../world/prompts.ts';
import type { Basis } from './pool.ts';
import { HELD_OUT_PAIRS } from './preferences.ts';

export interface Foundation {
  readonly engine: Engine;
  readonly seeds: readonly number[];
  /** pi_ref. */
  readonly reference: Transformer;
  readonly trunk: Transformer;
  /** The frozen heads, (R, D_rm + 1), on the device and as plain rows. */
  readonly head: DeviceArray;
  readonly heads: readonly Float32Array[];
  readonly pairs: readonly LabelledPairs[];
  readonly samples: readonly Samples[];
  /** Labels spent on the pairs, lane by lane. */
  readonly goldQueries: readonly number[];
  /** The held-out pairs: tokens (R, 2 H, S) and RTEs (R, 2 H, D_rm). */
  readonly heldOut: { readonly tokens: DeviceArray; readonly states: DeviceArray };
}

/** `bases`: what each seed begins with. */
export function layFoundation(config: Config, engine: Engine, seeds: readonly number[], bases: readonly Basis[]): Foundation {
  const rows = 2 * HELD_OUT_PAIRS;
  const preferences = bases.map((basis) => basis.preferences);
  const heads = preferences.map(({ head }) => head);
  return {
    engine, seeds, heads,
    pairs: preferences.map(({ pairs }) => pairs),
    samples: preferences.map(({ heldOut: { tokens, states } }) => ({ tokens, states })),
    goldQueries: preferences.map(({ goldQueries }) => goldQueries),
    reference: engine.createTransformer(policyShape(config), joined(bases.map(({ start }) => start.policy))),
    trunk: engine.createTransformer(trunkShape(config), joined(bases.map(({ start }) => start.trunk))),
    head: engine.upload(joined(heads), [seeds.length, heads[0].length]),
    heldOut: {
      tokens: engine.upload(Int32Array.from(preferences.flatMap(({ heldOut }) => [...heldOut.tokens])), [seeds.length, rows, ROW_LENGTH]),
      states: engine.upload(joined(preferences.map(({ heldOut }) => heldOut.states)), [seeds.length, rows, config.trunkWidth]),
    },
  };
}

export function freeFoundation({ engine, reference, trunk, head, heldOut }: Foundation): void {
  engine.free(reference, trunk, head, heldOut.tokens, heldOut.states);
}
