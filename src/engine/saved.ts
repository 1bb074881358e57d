/** What `Engine.save` gives and `Engine.restore` takes: of each lane its parameters, then Adam's first and second moments. */
import type { Trainable } from './engine.ts';
import { checkFills } from './shapes.ts';

/** (R, P) each. */
export interface SavedParts {
  readonly parameters: Float32Array<ArrayBuffer>;
  readonly first: Float32Array<ArrayBuffer>;
  readonly second: Float32Array<ArrayBuffer>;
}

const PARTS = 3;

/** (R, 3 P) */
export const savedShape = ({ lanes, parameters }: Trainable): readonly [lanes: number, size: number] => [lanes, PARTS * parameters.shape[1]];

/** @throws Error where it does not fill `savedShape(model)` */
export function savedParts(model: Trainable, saved: Float32Array): SavedParts {
  checkFills(saved, savedShape(model));
  const { lanes, parameters: { shape: [, size] } } = model;
  const [parameters, first, second] = Array.from({ length: PARTS }, (_, index) => {
    const part = new Float32Array(lanes * size);
    for (let lane = 0; lane < lanes; lane++) {
      const from = (PARTS * lane + index) * size;
      part.set(saved.subarray(from, from + size), lane * size);
    }
    return part;
  });
  return { parameters, first, second };
}

/** The one number of updates that all lanes have made. @throws RangeError where there is none */
export function savedSteps({ lanes }: Trainable, steps: readonly number[] | number): number {
  const each = typeof steps === 'number' ? [steps] : steps;
  if (typeof steps !== 'number' && each.length !== lanes) throw new RangeError(`${each.length} step counts for ${lanes} lanes`);
  if (!Number.isInteger(each[0]) || each[0] < 0) throw new RangeError(`${each[0]} is no number of steps`);
  if (each.some((count) => count !== each[0])) throw new RangeError('lanes of one model have made the same number of steps');
  return each[0];
}
