/**
 * Causal self-attention of one response, all heads. A row of `joint` holds queries, keys and values, each `columns` wide;
 * a head has `headColumns` of them, a multiple of 4. Keys are turned (head columns x positions) first, so that the scores
 * of four positions are one register.
 */
import { below, bytes, exp4, LOWEST, max4, multiplyAdd, sum4, upTo4 } from './math';

/** Copies one head's part of `rows` rows, turned: to (headColumns x pitch). */
function turn(from: usize, fromPitch: usize, to: usize, toPitch: usize, rows: i32, headColumns: i32): void {
  for (let column = 0; column < headColumns; column++, to += toPitch) {
    let value = from + bytes(column);
    for (let row = 0; row < rows; row++, value += fromPitch) store<f32>(to + bytes(row), load<f32>(value));
  }
}

/**
 * Softmax of one query's scores over the first `count` positions of turned keys, in `weights`; 0 from there to the next
 * multiple of 4.
 */
export function attentionRow(query: usize, keys: usize, keysPitch: usize, weights: usize, count: i32, headColumns: i32, factor: f32): void {
  const headBytes = bytes(headColumns), factor4 = f32x4.splat(factor);
  let highest = f32x4.splat(LOWEST);
  for (let j = 0; j < count; j += 4) {
    let score = f32x4.splat(0);
    let key = keys + bytes(j);
    for (let column: usize = 0; column < headBytes; column += 4, key += keysPitch) {
      score = multiplyAdd(v128.load32_splat(query + column), v128.load(key), score);
    }
    score = v128.bitselect(f32x4.mul(score, factor4), f32x4.splat(LOWEST), below(j, count));
    highest = f32x4.max(highest, score);
    v128.store(weights + bytes(j), score);
  }
  const top = f32x4.splat(max4(highest));
  let total = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const mass = v128.and(exp4(f32x4.sub(v128.load(weights + bytes(j)), top)), below(j, count));
    total = f32x4.add(total, mass);
    v128.store(weights + bytes(j), mass);
  }
  const share = f32x4.splat(<f32>1 / sum4(total));
  for (let j = 0; j < count; j += 4) v128.store(weights + bytes(j), f32x4.mul(v128.load(weights + bytes(j)), share));
}

/** context (headColumns) = the sum of `count` values, each times its weight; even and odd positions are added apart. */
export function weightedSum(weights: usize, values: usize, valuesPitch: usize, context: usize, count: i32, headColumns: i32): void {
  const headBytes = bytes(headColumns);
  for (let column: usize = 0; column < headBytes; column += 16) {
    let even = f32x4.splat(0), odd = even;
    let value = values + column, weight = weights;
    let j = 1;
    for (; j < count; j += 2) {
      even = multiplyAdd(v128.load32_splat(weight), v128.load(value), even);
      odd = multiplyAdd(v128.load32_splat(weight, 4), v128.load(value + valuesPitch), odd);
      value += 2 * valuesPitch;
      weight += 8;
    }
    if (j == count) even = multiplyAdd(v128.load32_splat(weight), v128.load(value), even);
    v128.store(context + column, f32x4.add(even, odd));
  }
}

/** `weights` becomes (heads x rows x upTo4(rows)), `context` (rows x columns). `scratch`: headColumns x upTo4(rows). */
export function attend(
  joint: usize, weights: usize, context: usize, scratch: usize, rows: i32, columns: i32, heads: i32, headColumns: i32, factor: f32,
): void {
  const jointPitch = bytes(3 * columns), pitch = bytes(upTo4(rows));
  for (let head = 0; head < heads; head++) {
    const query = joint + bytes(head * headColumns), key = query + bytes(columns), value = key + bytes(columns);
    turn(key, jointPitch, scratch, pitch, rows, headColumns);
    for (let i = 0; i < rows; i++, weights += pitch) {
      attentionRow(query + <usize>i * jointPitch, scratch, pitch, weights, i + 1, headColumns, factor);
      weightedSum(weights, value, jointPitch, context + bytes(i * columns + head * headColumns), i + 1, headColumns);
    }
  }
}

/** dJoint from dContext. `scratch`: (headColumns + rows) x upTo4(rows). */
export function attendBackward(
  joint: usize, weights: usize, dContext: usize, dJoint: usize, scratch: usize, rows: i32, columns: i32, heads: i32, headColumns: i32, factor: f32,
): void {
  const jointPitch = bytes(3 * columns), contextPitch = bytes(columns), pitch = bytes(upTo4(rows)), headBytes = bytes(headColumns);
  const dScores = scratch + <usize>headColumns * pitch, factor4 = f32x4.splat(factor);
  for (let head = 0; head < heads; head++, weights += <usize>rows * pitch) {
    const query = joint + bytes(head * headColumns), key = query + contextPitch, value = key + contextPitch;
    const dQuery = dJoint + bytes(head * headColumns), dKey = dQuery + contextPitch, dValue = dKey + contextPitch;
    const upstream = dContext + bytes(head * headColumns);
    turn(value, jointPitch, scratch, pitch, rows, headColumns);
    for (let i = 0; i < rows; i++) {
      const weight = weights + <usize>i * pitch, dScore = dScores + <usize>i * pitch, up = upstream + <usize>i * contextPitch;
      // d loss / d weight, then through the softmax.
      let along = f32x4.splat(0);
      for (let j = 0; j <= i; j += 4) {
        let dWeight = f32x4.splat(0);
        let turned = scratch + bytes(j);
        for (let column: usize = 0; column < headBytes; column += 4, turned += pitch) {
          dWeight = multiplyAdd(v128.load32_splat(up + column), v128.load(turned), dWeight);
        }
        dWeight = v128.and(dWeight, below(j, i + 1));
        along = multiplyAdd(dWeight, v128.load(weight + bytes(j)), along);
        v128.store(dScore + bytes(j), dWeight);
      }
      const mean = f32x4.splat(sum4(along));
      for (let j = 0; j <= i; j += 4) {
        const at = bytes(j);
        v128.store(dScore + at, f32x4.mul(f32x4.mul(v128.load(weight + at), f32x4.sub(v128.load(dScore + at), mean)), factor4));
      }
      weightedSum(dScore, key, jointPitch, dQuery + <usize>i * jointPitch, i + 1, headColumns);
    }
    for (let j = 0; j < rows; j++) {
      const diagonal = <usize>j * pitch + bytes(j);
      for (let column: usize = 0; column < headBytes; column += 16) {
        let keySum = f32x4.splat(0), valueSum = keySum;
        let dScore = dScores + diagonal, weight = weights + diagonal;
        let queryAt = query + <usize>j * jointPitch + column, up = upstream + <usize>j * contextPitch + column;
        for (let i = j; i < rows; i++) {
          keySum = multiplyAdd(v128.load32_splat(dScore), v128.load(queryAt), keySum);
          valueSum = multiplyAdd(v128.load32_splat(weight), v128.load(up), valueSum);
          queryAt += jointPitch; up += contextPitch; dScore += pitch; weight += pitch;
        }
        v128.store(dKey + <usize>j * jointPitch + column, keySum);
        v128.store(dValue + <usize>j * jointPitch + column, valueSum);
      }
    }
  }
}
