/**
 * Parts of a tensor: `tf.slice` and `tf.split`, but for wasm, where tfjs copies the whole tensor out of the heap for every
 * part of it. There a kernel of this lab's own reads in place; the stock ones stay as they are.
 */
import * as tf from '@tensorflow/tfjs-core';

const KERNEL = 'CutInPlace';

type Numbers = Float32Array | Int32Array | Uint8Array;

/** What a kernel may ask of tfjs's wasm backend. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /** A view of the heap, good until the heap grows. */
  typedArrayFromHeap(info: tf.TensorInfo): Numbers;
}
interface Part {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/** Shorter runs are copied number by number: a view costs more than they do. */
const SHORT_RUN = 32;

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const { begin, size } = attrs as unknown as Part;
    const output = wasm.makeOutput([...size], inputs.x!.dtype);
    copyPart(wasm.typedArrayFromHeap(inputs.x!), inputs.x!.shape, { begin, size }, wasm.typedArrayFromHeap(output));
    return output;
  },
});

/** `source` has `shape`; its part goes to `target`, row-major both. */
function copyPart(source: Numbers, shape: readonly number[], { begin, size }: Part, target: Numbers): void {
  // Axes behind the last one that is cut are covered in full: with it they make one run of numbers.
  const last = Math.max(0, shape.findLastIndex((extent, axis) => size[axis] !== extent));
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const run = size[last] * strides[last];
  let to = 0;
  const copy = (axis: number, from: number): void => {
    const start = from + begin[axis] * strides[axis];
    if (axis < last) {
      for (let i = 0; i < size[axis]; i++) copy(axis + 1, start + i * strides[axis]);
      return;
    }
    if (run < SHORT_RUN) for (let i = 0; i < run; i++) target[to + i] = source[start + i];
    else target.set(source.subarray(start, start + run), to);
    to += run;
  };
  copy(0, 0);
}

/** As `tf.slice`. */
export function cut<T extends tf.Tensor>(x: T, begin: readonly number[], size: readonly number[]): T {
  if (tf.getBackend() !== 'wasm') return tf.slice(x, [...begin], [...size]);
  return tf.engine().runKernel(KERNEL, { x }, { begin: [...begin], size: [...size] }) as T;
}

/** As `tf.split`: parts of `sizes` along `axis`. */
export function cutAll<T extends tf.Tensor>(x: T, sizes: readonly number[], axis: number): T[] {
  let from = 0;
  return sizes.map((extent) => {
    const begin = x.shape.map((_, other) => (other === axis ? from : 0));
    from += extent;
    return cut(x, begin, x.shape.map((whole, other) => (other === axis ? extent : whole)));
  });
}
