import type { DeviceArray, Engine } from '../engine/engine.ts';
import { joined } from '../engine/lanes.ts';

/** The heads of all lanes on the device, (R, D_rm + 1). */
export function uploadHeads(engine: Engine, heads: readonly Float32Array[]): DeviceArray {
  return engine.upload(joined(heads), [heads.length, heads[0].length]);
}
