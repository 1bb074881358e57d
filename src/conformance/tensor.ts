/** Reading a fixture's nested lists. */

export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly data: Float64Array;
}

/** What a fixture file holds is not what its format says. */
export class MalformedFixture extends Error {}

/** A record, or MalformedFixture naming `where`. */
export function readRecord(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedFixture(`${where} is not an object`);
}

/** A number or nested lists of numbers; with `rank`, of that depth. Lists must not be ragged or empty. */
export function readTensor(value: unknown, where: string, rank?: number): Tensor {
  const shape: number[] = [];
  for (let level = value; Array.isArray(level); level = (level as unknown[])[0]) shape.push(level.length);
  if (shape.includes(0)) throw new MalformedFixture(`${where} holds an empty list`);
  if (rank !== undefined && shape.length !== rank) throw new MalformedFixture(`${where} has ${shape.length} axes instead of ${rank}`);
  const data: number[] = [];
  const collect = (part: unknown, depth: number): void => {
    if (depth === shape.length) {
      if (typeof part !== 'number' || !Number.isFinite(part)) throw new MalformedFixture(`${where} holds ${JSON.stringify(part)} instead of a number`);
      data.push(part);
    } else {
      if (!Array.isArray(part) || part.length !== shape[depth]) throw new MalformedFixture(`${where} is ragged`);
      for (const item of part) collect(item, depth + 1);
    }
  };
  collect(value, 0);
  return { shape, data: Float64Array.from(data) };
}

export function readNumber(value: unknown, where: string): number {
  return readTensor(value, where, 0).data[0];
}

/** Throws MalformedFixture where the tensor has another shape. */
export function expectShape(tensor: Tensor, shape: readonly number[], where: string): void {
  if (tensor.shape.join() !== shape.join()) {
    throw new MalformedFixture(`${where} has shape (${tensor.shape.join(', ')}) instead of (${shape.join(', ')})`);
  }
}
