/** Parameters as jax-js arrays, one for each matrix and vector, lanes first. Arrays are owned: `.ref` before a second use. */
import { numpy as np } from '@jax-js/jax';
import type { Layout } from '../../../engine/layout.ts';

/** (R, rows, columns) each; vectors have one row. */
export type Weights = Record<string, np.Array>;

/** `flat` is (R, P). */
export function weightsFrom(flat: Float32Array, layout: Layout): Weights {
  const lanes = flat.length / layout.size;
  return Object.fromEntries(layout.entries.map(({ name, shape, offset, size }) => {
    const values = new Float32Array(lanes * size);
    for (let lane = 0; lane < lanes; lane++) {
      values.set(flat.subarray(lane * layout.size + offset, lane * layout.size + offset + size), lane * size);
    }
    const columns = shape[shape.length - 1];
    return [name, np.array(values, { shape: [lanes, shape.length === 1 ? 1 : shape[0], columns] })];
  }));
}

export function zerosLike(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, np.zeros(shape)]));
}

/** Weights to hand over while keeping one's own. */
export function referred(weights: Weights): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, array.ref]));
}

/**
 * Sends what an array waits for to the device, without waiting for it. jax-js keeps a list of all that is not yet sent with
 * each array, and goes through it at each call: a whole RL step in one list takes several times as long.
 */
export function submit(array: np.Array): void {
  if (array.device === 'webgpu') array.ref.gpuBufferSync();
  else array.ref.dataSync();
}

/** An array's numbers; it is used up. */
export async function numbers(array: np.Array): Promise<Float32Array> {
  return (await array.data()) as Float32Array;
}

/** Reads all back as (R, P). Leaves the arrays as they are. */
export async function flattened(weights: Weights, layout: Layout, lanes: number): Promise<Float32Array> {
  const flat = new Float32Array(lanes * layout.size);
  for (const { name, offset, size } of layout.entries) {
    const values = await numbers(weights[name].ref);
    for (let lane = 0; lane < lanes; lane++) flat.set(values.subarray(lane * size, (lane + 1) * size), lane * layout.size + offset);
  }
  return flat;
}
