/** Adam on one lane's parameters, with clipping of its gradient's norm. */
import { bytes, multiplyAdd } from './math';

/** Guards the division by a vanishing norm, as PyTorch's clip_grad_norm_ does. */
const NORM_EPSILON: f32 = 1e-6;

/**
 * One update of `count` floats (a multiple of 4); `norm` gets the gradient's norm before clipping. `rate`: the learning
 * rate over 1 - beta1^step. `correction`: 1 / sqrt(1 - beta2^step). `fresh`: 1 - beta, which float32 would round coarsely.
 * `kept`: 1 less the learning rate times the weight decay. `maxNorm` may be infinite.
 */
export function adam(
  parameters: usize, first: usize, second: usize, gradient: usize, count: i32,
  rate: f32, correction: f32, beta1: f32, fresh1: f32, beta2: f32, fresh2: f32, epsilon: f32, maxNorm: f32, kept: f32, norm: usize,
): void {
  let squares = f64x2.splat(0);
  const end = bytes(count);
  for (let i: usize = 0; i < end; i += 16) {
    const g = v128.load(gradient + i), square = f32x4.mul(g, g);
    squares = f64x2.add(squares, f64x2.promote_low_f32x4(square));
    squares = f64x2.add(squares, f64x2.promote_low_f32x4(v128.shuffle<i32>(square, square, 2, 3, 0, 1)));
  }
  const length = <f32>sqrt<f64>(f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1));
  store<f32>(norm, length);
  const clip4 = f32x4.splat(isFinite(maxNorm) ? min(<f32>1, maxNorm / (length + NORM_EPSILON)) : 1);
  const beta14 = f32x4.splat(beta1), fresh14 = f32x4.splat(fresh1), beta24 = f32x4.splat(beta2), fresh24 = f32x4.splat(fresh2);
  const rate4 = f32x4.splat(rate), correction4 = f32x4.splat(correction), epsilon4 = f32x4.splat(epsilon), kept4 = f32x4.splat(kept);
  for (let i: usize = 0; i < end; i += 16) {
    const g = f32x4.mul(v128.load(gradient + i), clip4);
    const mean = multiplyAdd(beta14, v128.load(first + i), f32x4.mul(fresh14, g));
    const square = multiplyAdd(beta24, v128.load(second + i), f32x4.mul(fresh24, f32x4.mul(g, g)));
    const change = f32x4.div(f32x4.mul(rate4, mean), multiplyAdd(f32x4.sqrt(square), correction4, epsilon4));
    v128.store(first + i, mean);
    v128.store(second + i, square);
    v128.store(parameters + i, f32x4.sub(f32x4.mul(kept4, v128.load(parameters + i)), change));
  }
}
