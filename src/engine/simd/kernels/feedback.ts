/**
 * R2M's reward: sequence-to-token cross attention [3], the time-step-based combination [4] and the head, for one lane, with
 * the gradient. A response has one query only, so keys and values are never made: q · (h Wk) is (Wk q) · h, and the sum of
 * a (h Wv) is (sum of a h) Wv. What is left for each token is a dot product of the policy's width.
 */
import { take, taken, takeFrom } from './arena';
import { addScaled, below, bytes, copyRows, dot, exp4, LOWEST, max4, sum4, upTo4 } from './math';
import { addOuterProducts, packPanels, packTransposed, product } from './product';

/** In memory. The fields are those of `feedbackPlan` in `../padding.ts`, in its order. */
@unmanaged
class Feedback {
  policyWidth: i32;
  trunkWidth: i32;
  attentionWidth: i32;
  /** The same, padded. */
  policyColumns: i32;
  trunkColumns: i32;
  innerColumns: i32;
  /** Bytes of all parameters, and where each lies. */
  size: i32;
  query: i32;
  key: i32;
  value: i32;
  out: i32;
  head: i32;
  headBias: i32;
}

/** Memory that a call works in. Rows are one a response, `trunk`, `policy` or `inner` columns wide. */
@unmanaged
class Work {
  /** Weights in panels, and their transposes. */
  queryPanels: usize;
  keyPanels: usize;
  keyTurned: usize;
  valuePanels: usize;
  valueTurned: usize;
  outPanels: usize;
  outTurned: usize;
  /** (trunk) */
  states: usize;
  aggregated: usize;
  dAggregated: usize;
  /** (inner) */
  query: usize;
  context: usize;
  dContext: usize;
  dQuery: usize;
  /** (policy): Wk q, the attention's mean of h, Wv dContext, and the sum of dScore h. */
  probe: usize;
  mean: usize;
  dMean: usize;
  pulled: usize;
  /** (batch x length), 0 where a token does not count. */
  attention: usize;
  /** One float a position. */
  row: usize;
}
const work = changetype<Work>(memory.data(offsetof<Work>(), 16));

function layOut(model: Feedback, at: usize, batch: i32, length: i32): usize {
  const policy = model.policyColumns, trunk = model.trunkColumns, inner = model.innerColumns, rows = upTo4(batch);
  takeFrom(at);
  work.queryPanels = take(trunk * inner);
  work.keyPanels = take(policy * inner);
  work.keyTurned = take(policy * inner);
  work.valuePanels = take(policy * inner);
  work.valueTurned = take(policy * inner);
  work.outPanels = take(inner * trunk);
  work.outTurned = take(inner * trunk);
  work.states = take(rows * trunk);
  work.aggregated = take(rows * trunk);
  work.dAggregated = take(rows * trunk);
  work.query = take(rows * inner);
  work.context = take(rows * inner);
  work.dContext = take(rows * inner);
  work.dQuery = take(rows * inner);
  work.probe = take(rows * policy);
  work.mean = take(rows * policy);
  work.dMean = take(rows * policy);
  work.pulled = take(rows * policy);
  work.attention = take(batch * length);
  work.row = take(upTo4(length));
  return taken();
}

/** Bytes that a call needs to work in. */
export function feedbackWorkBytes(model: Feedback, batch: i32, length: i32): usize {
  return layOut(model, 0, batch, length);
}

/** Attention of one response over its tokens that count; the mean of their states goes to `mean`, 0 where none counts. */
function attendTokens(probe: usize, hidden: usize, tokens: usize, length: i32, width: i32, factor: f32, attention: usize, mean: usize): void {
  for (let t = 0; t < length; t++) {
    store<f32>(work.row + bytes(t), load<i32>(tokens + bytes(t)) == 0 ? LOWEST : dot(probe, hidden + bytes(t * width), width) * factor);
  }
  let highest = f32x4.splat(LOWEST);
  for (let t = 0; t < length; t += 4) highest = f32x4.max(highest, v128.bitselect(v128.load(work.row + bytes(t)), f32x4.splat(LOWEST), below(t, length)));
  const top = f32x4.splat(max4(highest));
  let total = f32x4.splat(0);
  for (let t = 0; t < length; t += 4) {
    const score = v128.load(work.row + bytes(t));
    const counts = v128.and(f32x4.gt(score, f32x4.splat(LOWEST)), below(t, length));
    const mass = v128.and(exp4(f32x4.sub(score, top)), counts);
    total = f32x4.add(total, mass);
    v128.store(work.row + bytes(t), mass);
  }
  const sum = sum4(total), share: f32 = sum > 0 ? <f32>1 / sum : 0;
  for (let t = 0; t < length; t++) {
    const weight = load<f32>(work.row + bytes(t)) * share;
    store<f32>(attention + bytes(t), weight);
    if (weight != 0) addScaled(mean, weight, hidden + bytes(t * width), width);
  }
}

/**
 * Rewards (batch) of `states` (batch x trunkWidth) and `hidden` (batch x length x policyWidth); `tokens` (batch x length)
 * are 0 where none counts.
 */
export function feedbackRewards(
  model: Feedback, parameters: usize, at: usize, states: usize, hidden: usize, tokens: usize, batch: i32, length: i32, omega: f32, rewards: usize,
): void {
  layOut(model, at, batch, length);
  const policy = model.policyColumns, trunk = model.trunkColumns, inner = model.innerColumns, rows = upTo4(batch), width = model.policyWidth;
  packPanels(parameters + model.query, trunk, inner, work.queryPanels);
  packTransposed(parameters + model.key, policy, inner, work.keyTurned);
  packPanels(parameters + model.value, policy, inner, work.valuePanels);
  packPanels(parameters + model.out, inner, trunk, work.outPanels);
  memory.fill(work.states, 0, bytes(rows * trunk));
  memory.fill(work.mean, 0, bytes(rows * policy));
  copyRows(states, bytes(model.trunkWidth), work.states, bytes(trunk), batch, model.trunkWidth);
  product(work.states, bytes(trunk), work.queryPanels, work.query, bytes(inner), rows, inner, trunk, 0, false);
  product(work.query, bytes(inner), work.keyTurned, work.probe, bytes(policy), rows, policy, inner, 0, false);
  const factor = <f32>1 / sqrt<f32>(<f32>model.attentionWidth);
  for (let b = 0; b < batch; b++) {
    attendTokens(
      work.probe + bytes(b * policy), hidden + bytes(b * length * width), tokens + bytes(b * length), length, width, factor,
      work.attention + bytes(b * length), work.mean + bytes(b * policy),
    );
  }
  product(work.mean, bytes(policy), work.valuePanels, work.context, bytes(inner), rows, inner, policy, 0, false);
  product(work.context, bytes(inner), work.outPanels, work.aggregated, bytes(trunk), rows, trunk, inner, 0, false);
  const head = parameters + model.head, bias = load<f32>(parameters + model.headBias);
  for (let b = 0; b < batch; b++) {
    const combined = (<f32>1 - omega) * dot(head, work.aggregated + bytes(b * trunk), trunk) + omega * dot(head, work.states + bytes(b * trunk), trunk);
    store<f32>(rewards + bytes(b), combined + bias);
  }
}

/**
 * After `feedbackRewards`, in the same memory: the gradient of sum(rewards dRewards) + sum(Hhat dAggregated), all of
 * `gradient` written. `dAggregated` (batch x trunkWidth) may be 0 for none.
 */
export function feedbackBackward(
  model: Feedback, parameters: usize, gradient: usize, hidden: usize, batch: i32, length: i32, omega: f32, dRewards: usize, dAggregated: usize,
): void {
  const policy = model.policyColumns, trunk = model.trunkColumns, inner = model.innerColumns, rows = upTo4(batch), width = model.policyWidth;
  packPanels(parameters + model.key, policy, inner, work.keyPanels);
  packTransposed(parameters + model.value, policy, inner, work.valueTurned);
  packTransposed(parameters + model.out, inner, trunk, work.outTurned);
  memory.fill(gradient, 0, model.size);
  memory.fill(work.dAggregated, 0, bytes(rows * trunk));
  if (dAggregated != 0) copyRows(dAggregated, bytes(model.trunkWidth), work.dAggregated, bytes(trunk), batch, model.trunkWidth);
  let dBias: f64 = 0;
  for (let b = 0; b < batch; b++) {
    const upstream = load<f32>(dRewards + bytes(b)), aggregated = work.aggregated + bytes(b * trunk);
    addScaled(work.dAggregated + bytes(b * trunk), upstream * (<f32>1 - omega), parameters + model.head, trunk);
    addScaled(gradient + model.head, upstream * (<f32>1 - omega), aggregated, trunk);
    addScaled(gradient + model.head, upstream * omega, work.states + bytes(b * trunk), trunk);
    dBias += upstream;
  }
  store<f32>(gradient + model.headBias, <f32>dBias);
  addOuterProducts(work.context, bytes(inner), work.dAggregated, bytes(trunk), gradient + model.out, inner, trunk, batch);
  product(work.dAggregated, bytes(trunk), work.outTurned, work.dContext, bytes(inner), rows, inner, trunk, 0, false);
  addOuterProducts(work.mean, bytes(policy), work.dContext, bytes(inner), gradient + model.value, policy, inner, batch);
  product(work.dContext, bytes(inner), work.valueTurned, work.dMean, bytes(policy), rows, policy, inner, 0, false);
  memory.fill(work.pulled, 0, bytes(rows * policy));
  const factor = <f32>1 / sqrt<f32>(<f32>model.attentionWidth);
  for (let b = 0; b < batch; b++) {
    const dMean = work.dMean + bytes(b * policy), attention = work.attention + bytes(b * length);
    // Sum over tokens of attention times its derivative: dMean times the mean itself.
    const along = dot(dMean, work.mean + bytes(b * policy), policy);
    for (let t = 0; t < length; t++) {
      const weight = load<f32>(attention + bytes(t)), state = hidden + bytes((b * length + t) * width);
      if (weight != 0) addScaled(work.pulled + bytes(b * policy), weight * (dot(dMean, state, width) - along) * factor, state, width);
    }
  }
  addOuterProducts(work.pulled, bytes(policy), work.query, bytes(inner), gradient + model.key, policy, inner, batch);
  product(work.pulled, bytes(policy), work.keyPanels, work.dQuery, bytes(inner), rows, inner, policy, 0, false);
  addOuterProducts(work.states, bytes(trunk), work.dQuery, bytes(inner), gradient + model.query, trunk, inner, batch);
}

/** Copies (batch x length) attention and (batch x trunkWidth) aggregated states of the last `feedbackRewards`. */
export function feedbackStates(model: Feedback, batch: i32, length: i32, attention: usize, aggregated: usize): void {
  memory.copy(attention, work.attention, bytes(batch * length));
  copyRows(work.aggregated, bytes(model.trunkColumns), aggregated, bytes(model.trunkWidth), batch, model.trunkWidth);
}
