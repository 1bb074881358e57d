/** Layer norm over the true width, in rows of `columns` floats; what lies between the two is 0, and stays so. */
import { below, bytes, multiplyAdd, sum4 } from './math';

const EPSILON: f32 = 1e-5;

/** y = normalised * scale + bias, row by row; leaves `normalised` and 1 / deviation of each row for the way back. */
export function layerNorm(
  x: usize, scale: usize, bias: usize, normalised: usize, y: usize, inverse: usize, rows: i32, width: i32, columns: i32,
): void {
  const pitch = bytes(columns);
  for (let row = 0; row < rows; row++, x += pitch, normalised += pitch, y += pitch) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < pitch; i += 16) sum = f32x4.add(sum, v128.load(x + i));
    const mean = f32x4.splat(sum4(sum) / <f32>width);
    let squares = f32x4.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const distance = v128.and(f32x4.sub(v128.load(x + bytes(j)), mean), below(j, width));
      v128.store(normalised + bytes(j), distance);
      squares = multiplyAdd(distance, distance, squares);
    }
    const inverseDeviation = <f32>1 / sqrt<f32>(sum4(squares) / <f32>width + EPSILON);
    store<f32>(inverse + bytes(row), inverseDeviation);
    const factor = f32x4.splat(inverseDeviation);
    for (let i: usize = 0; i < pitch; i += 16) {
      const value = f32x4.mul(v128.load(normalised + i), factor);
      v128.store(normalised + i, value);
      v128.store(y + i, multiplyAdd(value, v128.load(scale + i), v128.load(bias + i)));
    }
  }
}

/** dx, added to what is there if `add`, from dy; the gradients of scale and bias are added to theirs. */
export function layerNormBackward(
  dy: usize, scale: usize, normalised: usize, inverse: usize, dx: usize, dScale: usize, dBias: usize,
  rows: i32, width: i32, columns: i32, add: bool,
): void {
  const pitch = bytes(columns);
  for (let j: usize = 0; j < pitch; j += 16) {
    let scaleSum = v128.load(dScale + j), biasSum = v128.load(dBias + j);
    let upstream = dy + j, value = normalised + j;
    for (let row = 0; row < rows; row++, upstream += pitch, value += pitch) {
      const d = v128.load(upstream);
      biasSum = f32x4.add(biasSum, d);
      scaleSum = multiplyAdd(d, v128.load(value), scaleSum);
    }
    v128.store(dScale + j, scaleSum);
    v128.store(dBias + j, biasSum);
  }
  for (let row = 0; row < rows; row++, dy += pitch, normalised += pitch, dx += pitch) {
    let sum = f32x4.splat(0), along = f32x4.splat(0);
    for (let i: usize = 0; i < pitch; i += 16) {
      const d = f32x4.mul(v128.load(dy + i), v128.load(scale + i));
      sum = f32x4.add(sum, d);
      along = multiplyAdd(d, v128.load(normalised + i), along);
    }
    const mean = f32x4.splat(sum4(sum) / <f32>width), slope = f32x4.splat(sum4(along) / <f32>width);
    const factor = f32x4.splat(load<f32>(inverse + bytes(row)));
    for (let j = 0; j < columns; j += 4) {
      const at = bytes(j);
      const d = f32x4.mul(v128.load(dy + at), v128.load(scale + at));
      const change = f32x4.sub(f32x4.sub(d, mean), f32x4.mul(v128.load(normalised + at), slope));
      let value = v128.and(f32x4.mul(factor, change), below(j, width));
      if (add) value = f32x4.add(value, v128.load(dx + at));
      v128.store(dx + at, value);
    }
  }
}
