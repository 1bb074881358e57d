/** tanh-GELU: x (1 + tanh u) / 2 is x sigmoid(2u), u = sqrt(2 / pi) (x + 0.044715 x^3). */
import { bytes, exp4, multiplyAdd } from './math';

/** 2 sqrt(2 / pi), and that times 0.044715. */
const LINEAR: f32 = 1.5957691216057308;
const CUBIC: f32 = 0.07135481282553;

/** y = gelu(x), `count` floats, a multiple of 4. x is replaced by the slope there, which is all that the way back needs. */
export function gelu(x: usize, y: usize, count: i32): void {
  const end = x + bytes(count), one = f32x4.splat(1);
  for (; x < end; x += 16, y += 16) {
    const value = v128.load(x), square = f32x4.mul(value, value);
    const minusTwoU = f32x4.mul(value, f32x4.sub(f32x4.splat(-LINEAR), f32x4.mul(f32x4.splat(CUBIC), square)));
    const gate = f32x4.div(one, f32x4.add(one, exp4(minusTwoU)));
    const result = f32x4.mul(value, gate);
    const slopeOfTwoU = multiplyAdd(f32x4.splat(3 * CUBIC), square, f32x4.splat(LINEAR));
    v128.store(y, result);
    v128.store(x, multiplyAdd(f32x4.mul(result, f32x4.sub(one, gate)), slopeOfTwoU, gate));
  }
}

/** x *= slope, `count` floats, a multiple of 4. */
export function geluBackward(x: usize, slope: usize, count: i32): void {
  const end = x + bytes(count);
  for (; x < end; x += 16, slope += 16) v128.store(x, f32x4.mul(v128.load(x), v128.load(slope)));
}
