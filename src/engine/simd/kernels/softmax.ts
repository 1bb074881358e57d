/** Over the vocabulary: rows of logits, padded behind its end. */
import { below, bytes, exp4, LOWEST, max4, sum4 } from './math';

/**
 * Log probabilities in place of `vocabulary` logits, and probabilities in `shares`; both 0 from there to the next
 * multiple of 4.
 */
export function logSoftmax(row: usize, shares: usize, vocabulary: i32): void {
  let highest = f32x4.splat(LOWEST);
  for (let j = 0; j < vocabulary; j += 4) {
    highest = f32x4.max(highest, v128.bitselect(v128.load(row + bytes(j)), f32x4.splat(LOWEST), below(j, vocabulary)));
  }
  const top = max4(highest), top4 = f32x4.splat(top);
  let sum = f32x4.splat(0);
  for (let j = 0; j < vocabulary; j += 4) {
    const mass = v128.and(exp4(f32x4.sub(v128.load(row + bytes(j)), top4)), below(j, vocabulary));
    sum = f32x4.add(sum, mass);
    v128.store(shares + bytes(j), mass);
  }
  const total = sum4(sum), share = f32x4.splat(<f32>1 / total), logTotal = f32x4.splat(top + Mathf.log(total));
  for (let j = 0; j < vocabulary; j += 4) {
    v128.store(shares + bytes(j), f32x4.mul(v128.load(shares + bytes(j)), share));
    v128.store(row + bytes(j), v128.and(f32x4.sub(v128.load(row + bytes(j)), logTotal), below(j, vocabulary)));
  }
}
