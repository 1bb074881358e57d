/** Cutting in place against tfjs's own slices. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from './backend.ts';
import { cut, cutAll } from './cut.ts';

beforeAll(async () => { await startBackend({ backend: 'wasm' }); });

function counting(shape: number[], type: 'float32' | 'int32' = 'float32'): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(Array.from({ length: size }, (_, i) => i), shape, type);
}

describe('cut', () => {
  it.each([
    ['a run of a vector', [50], [3], [40]],
    ['leading rows', [4, 5], [0, 0], [2, 5]],
    ['columns', [7, 40], [0, 2], [7, 35]],
    ['single columns', [3, 4, 6], [0, 0, 5], [3, 4, 1]],
    ['from the middle of every axis', [3, 4, 5], [1, 1, 2], [2, 2, 3]],
    ['a middle axis, in full behind it', [2, 5, 6, 8], [0, 1, 0, 0], [2, 3, 6, 8]],
    ['all of it', [2, 3], [0, 0], [2, 3]],
    ['one number', [2, 3], [1, 2], [1, 1]],
  ] as const)('is a slice: %s', (_, shape, begin, size) => {
    const x = counting([...shape]);
    const found = cut(x, begin, size);
    const expected = tf.slice(x, [...begin], [...size]);
    expect(found.shape).toEqual(expected.shape);
    expect(found.dtype).toBe('float32');
    expect([...found.dataSync()]).toEqual([...expected.dataSync()]);
  });

  it('keeps integers integers', () => {
    const found = cut(counting([2, 40], 'int32'), [1, 0], [1, 40]);
    expect(found.dtype).toBe('int32');
    expect(found.dataSync()[0]).toBe(40);
  });

  it('is freed as any tensor is, and holds after its source is', () => {
    const before = tf.memory().numTensors;
    const x = counting([8, 64]);
    const part = cut(x, [2, 0], [1, 64]);
    x.dispose();
    const grown = tf.zeros([1 << 20]);
    expect(part.dataSync()[5]).toBe(2 * 64 + 5);
    tf.dispose([part, grown]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('cuts into parts of given sizes', () => {
    const x = counting([3, 9]);
    const parts = cutAll(x, [2, 3, 4], 1);
    expect(parts.map(({ shape }) => shape)).toEqual([[3, 2], [3, 3], [3, 4]]);
    expect([...tf.concat(parts, 1).dataSync()]).toEqual([...x.dataSync()]);
  });
});
