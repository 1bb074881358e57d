/** From rewards to advantages, and the losses on rewards, for one lane: a few numbers each, computed in float64. */
import { addScaled, bytes, dot } from './math';

const GRPO_EPSILON: f64 = 1e-4;
const BATCH_EPSILON: f64 = 1e-8;
/** Below this a group's standard deviation counts as this. */
const DEVIATION_FLOOR: f64 = 1e-4;

function at(array: usize, index: i32): f64 {
  return <f64>load<f32>(array + bytes(index));
}

/** The mean's distance from the first value: exactly 0 where all values are equal. */
function meanAhead(values: usize, count: i32): f64 {
  const first = at(values, 0);
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += at(values, i) - first;
  return sum / count;
}

/** A value's distance from the mean. */
function centred(values: usize, index: i32, ahead: f64): f64 {
  return at(values, index) - at(values, 0) - ahead;
}

function variance(values: usize, count: i32): f64 {
  const ahead = meanAhead(values, count);
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    const distance = centred(values, i, ahead);
    sum += distance * distance;
  }
  return sum / count;
}

/** `rewards` (batch) = (`states` (batch x width) times the head, whose bias is its last number) times `scale`. */
export function headRewards(head: usize, states: usize, batch: i32, width: i32, scale: f32, rewards: usize): void {
  const bias = load<f32>(head + bytes(width));
  for (let b = 0; b < batch; b++) store<f32>(rewards + bytes(b), (dot(head, states + bytes(b * width), width) + bias) * scale);
}

/** Root mean square over groups of the standard deviation within them. */
function spread(values: usize, count: i32, groupSize: i32): f64 {
  let sum: f64 = 0;
  for (let from = 0; from < count; from += groupSize) sum += variance(values + bytes(from), groupSize);
  return sqrt<f64>(sum / (count / groupSize));
}

/** `result` (count) = `values` times the spread of `target` (batch) over that of `rewards` (batch). */
export function matchScale(values: usize, count: i32, rewards: usize, target: usize, batch: i32, groupSize: i32, result: usize): void {
  const factor = spread(target, batch, groupSize) / max(spread(rewards, batch, groupSize), DEVIATION_FLOOR);
  for (let i = 0; i < count; i++) store<f32>(result + bytes(i), <f32>(at(values, i) * factor));
}

/** Each value's distance from the mean of its run of `size`, over (the run's standard deviation + `epsilon`) or times `factor`. */
function centreRuns(values: usize, count: i32, size: i32, standardise: bool, epsilon: f64, factor: f64, result: usize): void {
  for (let from = 0; from < count; from += size) {
    const run = values + bytes(from), ahead = meanAhead(run, size);
    const scale = standardise ? 1 / (sqrt<f64>(variance(run, size)) + epsilon) : factor;
    for (let i = 0; i < size; i++) store<f32>(result + bytes(from + i), <f32>(centred(run, i, ahead) * scale));
  }
}

export function rloo(rewards: usize, batch: i32, groupSize: i32, advantages: usize): void {
  centreRuns(rewards, batch, groupSize, false, 0, <f64>groupSize / (groupSize - 1), advantages);
}

export function grpo(rewards: usize, batch: i32, groupSize: i32, advantages: usize): void {
  centreRuns(rewards, batch, groupSize, true, GRPO_EPSILON, 0, advantages);
}

export function reinforcePlusPlus(rewards: usize, batch: i32, groupSize: i32, advantages: usize): void {
  centreRuns(rewards, batch, batch, true, BATCH_EPSILON, 0, advantages);
}

/** `greedy`: one reward a group. */
export function remax(rewards: usize, batch: i32, groupSize: i32, advantages: usize, greedy: usize): void {
  for (let i = 0; i < batch; i++) store<f32>(advantages + bytes(i), load<f32>(rewards + bytes(i)) - load<f32>(greedy + bytes(i / groupSize)));
}

/** log(1 + e^x), without overflow. */
function softplus(x: f64): f64 {
  return max(x, 0) + NativeMath.log1p(NativeMath.exp(-abs(x)));
}

function sigmoid(x: f64): f64 {
  return 1 / (1 + NativeMath.exp(-x));
}

/** The first of the largest (`sign` 1) or smallest (-1) values. */
function extreme(values: usize, count: i32, sign: f64): i32 {
  let best = 0;
  for (let i = 1; i < count; i++) if (sign * at(values, i) > sign * at(values, best)) best = i;
  return best;
}

/**
 * GREBT [5-7]: pairs come from the `annotated` rewards, losses from the recomputed ones, all (batch). `dRewards` (batch) is
 * the loss's gradient, `statistics` loss, bt and gre. `row`: memory for `groupSize` float64 twice.
 */
export function grebt(annotated: usize, rewards: usize, batch: i32, groupSize: i32, alpha: f64, dRewards: usize, statistics: usize, row: usize): void {
  const groups = batch / groupSize, shares = row, logShares = row + (<usize>groupSize << 3);
  let bt: f64 = 0, gre: f64 = 0;
  for (let from = 0; from < batch; from += groupSize) {
    const own = rewards + bytes(from), result = dRewards + bytes(from);
    const best = extreme(annotated + bytes(from), groupSize, 1), worst = extreme(annotated + bytes(from), groupSize, -1);
    const margin = at(own, best) - at(own, worst), pull = sigmoid(-margin);
    bt += softplus(-margin);

    const ahead = meanAhead(own, groupSize), deviation = sqrt<f64>(variance(own, groupSize)), floored = max(deviation, DEVIATION_FLOOR);
    const top = (at(own, extreme(own, groupSize, 1)) - at(own, 0) - ahead) / floored;
    let total: f64 = 0;
    for (let i = 0; i < groupSize; i++) total += NativeMath.exp(centred(own, i, ahead) / floored - top);
    const logTotal = NativeMath.log(total);
    let entropy: f64 = 0;
    for (let i = 0; i < groupSize; i++) {
      const logShare = centred(own, i, ahead) / floored - top - logTotal, share = NativeMath.exp(logShare);
      store<f64>(shares + (<usize>i << 3), share);
      store<f64>(logShares + (<usize>i << 3), logShare);
      entropy -= share * logShare;
    }
    gre += entropy;
    // Through the standardisation: d entropy / d standardised, its mean, and its mean along the standardised values.
    let mean: f64 = 0, along: f64 = 0;
    for (let i = 0; i < groupSize; i++) {
      const d = -load<f64>(shares + (<usize>i << 3)) * (load<f64>(logShares + (<usize>i << 3)) + entropy);
      mean += d / groupSize;
      along += d * centred(own, i, ahead) / floored / groupSize;
    }
    if (!(deviation > DEVIATION_FLOOR)) along = 0;
    for (let i = 0; i < groupSize; i++) {
      const d = -load<f64>(shares + (<usize>i << 3)) * (load<f64>(logShares + (<usize>i << 3)) + entropy);
      const dGre = (d - mean - centred(own, i, ahead) / floored * along) / floored;
      const dBt = best == worst ? 0 : i == best ? -pull : i == worst ? pull : 0;
      store<f32>(result + bytes(i), <f32>(((1 - alpha) * dBt + alpha * dGre) / groups));
    }
  }
  bt /= groups;
  gre /= groups;
  store<f32>(statistics, <f32>((1 - alpha) * bt + alpha * gre));
  store<f32>(statistics, <f32>bt, 4);
  store<f32>(statistics, <f32>gre, 8);
}

/**
 * Weighted sum of -log sigmoid(r_w - r_l) over `pairs` `differences` (pairs x width): its value to `loss`, and its gradient,
 * all `size` floats of it written; a difference of rewards does not see the bias.
 */
export function bradleyTerry(head: usize, differences: usize, weights: usize, pairs: i32, width: i32, gradient: usize, size: i32, loss: usize): void {
  memory.fill(gradient, 0, bytes(size));
  let sum: f64 = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const features = differences + bytes(pair * width), margin = <f64>dot(head, features, width), weight = at(weights, pair);
    sum += weight * softplus(-margin);
    addScaled(gradient, <f32>(-weight * sigmoid(-margin)), features, width);
  }
  store<f32>(loss, <f32>sum);
}
