/** Four numbers at a time. Plain multiplications and additions only, no fused ones: the same bits on every processor. */

/** x y + z, rounded twice. */
export function multiplyAdd(x: v128, y: v128, z: v128): v128 {
  return f32x4.add(f32x4.mul(x, y), z);
}

/** Adding this to a number below 2^22 rounds it to a whole one, which then stands in the low bits. */
const ROUNDER: f32 = 12582912;

/** e^x to about 2 ulp (the polynomial is that of Cephes' expf), for x from -87 to 88; beyond, that of the nearer end. */
export function exp4(value: v128): v128 {
  const x = f32x4.min(f32x4.max(value, f32x4.splat(-87)), f32x4.splat(88));
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = multiplyAdd(y, r, f32x4.splat(1.3981999507e-3));
  y = multiplyAdd(y, r, f32x4.splat(8.3334519073e-3));
  y = multiplyAdd(y, r, f32x4.splat(4.1665795894e-2));
  y = multiplyAdd(y, r, f32x4.splat(1.6666665459e-1));
  y = multiplyAdd(y, r, f32x4.splat(5.0000001201e-1));
  y = f32x4.add(multiplyAdd(y, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2^n: the low bits of `shifted` moved into the exponent's place; what stood above them falls off.
  return f32x4.mul(y, i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000)));
}

/** Always in this order: (0 + 2) + (1 + 3). */
export function sum4(x: v128): f32 {
  const y = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(y, 0) + f32x4.extract_lane(y, 1);
}

export function max4(x: v128): f32 {
  const y = f32x4.max(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return max(f32x4.extract_lane(y, 0), f32x4.extract_lane(y, 1));
}

/** Ones in those of the four places from `first` on that lie below `count`, zeros in the others. */
export function below(first: i32, count: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(first)), i32x4.splat(count));
}

/** Stands for minus infinity: below every score, and safe to subtract. */
export const LOWEST: f32 = -1e30;

/** Bytes of that many floats. */
export function bytes(floats: i32): usize {
  return <usize>floats << 2;
}

export function upTo4(count: i32): i32 {
  return (count + 3) & ~3;
}

/** Sum of x y over `count` floats. May read, not use, up to three floats behind each. */
export function dot(x: usize, y: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) sum = multiplyAdd(v128.load(x + bytes(i)), v128.load(y + bytes(i)), sum);
  if (i < count) sum = f32x4.add(sum, v128.and(f32x4.mul(v128.load(x + bytes(i)), v128.load(y + bytes(i))), below(i, count)));
  return sum4(sum);
}

/** y += factor x, `count` floats. */
export function addScaled(y: usize, factor: f32, x: usize, count: i32): void {
  const factor4 = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(y + bytes(i), multiplyAdd(factor4, v128.load(x + bytes(i)), v128.load(y + bytes(i))));
  for (; i < count; i++) store<f32>(y + bytes(i), load<f32>(y + bytes(i)) + factor * load<f32>(x + bytes(i)));
}

/** Copies rows of `count` floats between arrays whose rows are that many bytes apart. */
export function copyRows(from: usize, fromPitch: usize, to: usize, toPitch: usize, rows: i32, count: i32): void {
  if (fromPitch == toPitch && toPitch == bytes(count)) {
    memory.copy(to, from, <usize>rows * toPitch);
    return;
  }
  for (let row = 0; row < rows; row++) {
    memory.copy(to, from, bytes(count));
    from += fromPitch;
    to += toPitch;
  }
}
