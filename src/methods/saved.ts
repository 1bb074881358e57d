/** Trainable models as rows of numbers, one per lane, and back. */
import type { Engine, Trainable } from '../engine/engine.ts';
import { joined, perLane } from '../engine/lanes.ts';

/** One row per lane: parameters, both moments of Adam, and the number of steps made. */
export async function savedModel(engine: Engine, model: Trainable): Promise<Float32Array[]> {
  const saved = engine.save(model);
  const [values] = await engine.read([saved]).finally(() => engine.free(saved));
  return perLane(values, model.lanes).map((row) => {
    const all = new Float32Array(row.length + 1);
    all.set(row);
    all[row.length] = model.steps;
    return all;
  });
}

/** The model as it was when `rows` were saved; as it is where there are none. */
export function restored<T extends Trainable>(engine: Engine, model: T, rows: readonly Float32Array[] | undefined): T {
  if (!rows) return model;
  engine.restore(model, joined(rows.map((row) => row.subarray(0, -1))), rows[0][rows[0].length - 1]);
  return model;
}
