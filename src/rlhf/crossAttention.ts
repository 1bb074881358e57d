/**
 * R2M's reward in plain arithmetic: Sequence-to-Token Cross Attention (Eq. 3 of arXiv 2601.22664), weighted combination
 * (Eq. 4) and scoring head, with gradients for every parameter. Float64: what engines are held against.
 */
import type { FeedbackCheck, FeedbackOutcome } from '../engine/arithmetic.ts';
import { feedbackLayout } from '../engine/layout.ts';
import type { Plain } from './plain.ts';

/**
 * Attention and rewards of a batch, and the gradient of
 * sum(aggregated * upstreamAggregated) + sum(rewards * upstreamRewards) in the parameters.
 * A response whose mask keeps no position attends to nothing: its aggregated state is zero.
 */
export function feedbackReward(check: Plain<FeedbackCheck>): Plain<FeedbackOutcome> {
  const { batch, length, omega, hidden, mask, states } = check;
  const { policyWidth, trunkWidth, attentionWidth } = check.shape;
  const layout = feedbackLayout(check.shape);
  const gradient = new Float64Array(layout.size);
  const values = Float64Array.from(check.parameters);
  const part = (whole: Float64Array, name: string) => {
    const { offset, size } = layout.at(name);
    return whole.subarray(offset, offset + size);
  };
  const [wq, wk, wv, wo, head, bias] = ['Wq', 'Wk', 'Wv', 'Wo', 'head', 'head.bias'].map((name) => part(values, name));
  const [dWq, dWk, dWv, dWo, dHead, dBias] = ['Wq', 'Wk', 'Wv', 'Wo', 'head', 'head.bias'].map((name) => part(gradient, name));
  const scale = 1 / Math.sqrt(attentionWidth);

  const attention = new Float64Array(batch * length);
  const aggregated = new Float64Array(batch * trunkWidth);
  const rewards = new Float64Array(batch);
  for (let b = 0; b < batch; b++) {
    const state = slice(states, b * trunkWidth, trunkWidth);
    const kept = Array.from({ length }, (_, s) => s).filter((s) => mask[b * length + s] > 0);
    const rows = kept.map((s) => slice(hidden, (b * length + s) * policyWidth, policyWidth));
    const query = times(state, wq, attentionWidth);
    const keys = rows.map((row) => times(row, wk, attentionWidth));
    const vectors = rows.map((row) => times(row, wv, attentionWidth));
    const weights = softmax(keys.map((key) => scale * dot(query, key)));
    const mixed = Float64Array.from({ length: attentionWidth }, (_, i) => weights.reduce((sum, w, s) => sum + w * vectors[s][i], 0));
    const feedback = times(mixed, wo, trunkWidth);
    const final = feedback.map((value, i) => (1 - omega) * value + omega * state[i]);
    kept.forEach((s, i) => { attention[b * length + s] = weights[i]; });
    aggregated.set(feedback, b * trunkWidth);
    rewards[b] = dot(final, head) + bias[0];

    const dReward = check.upstreamRewards[b];
    dBias[0] += dReward;
    addScaled(dHead, final, dReward);
    const dFeedback = slice(check.upstreamAggregated, b * trunkWidth, trunkWidth).map((value, i) => value + dReward * (1 - omega) * head[i]);
    addOuter(dWo, mixed, dFeedback);
    const dMixed = timesTransposed(dFeedback, wo, attentionWidth);
    const dWeights = vectors.map((vector) => dot(vector, dMixed));
    const average = weights.reduce((sum, w, s) => sum + w * dWeights[s], 0);
    const dQuery = new Float64Array(attentionWidth);
    rows.forEach((row, s) => {
      addOuter(dWv, row, dMixed.map((value) => weights[s] * value));
      const dScore = scale * weights[s] * (dWeights[s] - average);
      addScaled(dQuery, keys[s], dScore);
      addOuter(dWk, row, query.map((value) => dScore * value));
    });
    addOuter(dWq, state, dQuery);
  }
  return { attention, aggregated, rewards, gradient };
}

function slice(values: ArrayLike<number>, offset: number, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => values[offset + i]);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** x W, for W (rows, columns) row-major. */
function times(x: Float64Array, matrix: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(columns);
  x.forEach((value, row) => addScaled(result, matrix.subarray(row * columns, (row + 1) * columns), value));
  return result;
}

/** x W^T, for W (rows, x.length) row-major. */
function timesTransposed(x: Float64Array, matrix: Float64Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => dot(x, matrix.subarray(row * x.length, (row + 1) * x.length)));
}

function addScaled(target: Float64Array, values: Float64Array, factor: number): void {
  values.forEach((value, i) => { target[i] += factor * value; });
}

/** Adds the outer product of a row and a column to a matrix (left.length, right.length). */
function addOuter(target: Float64Array, left: Float64Array, right: Float64Array): void {
  left.forEach((value, row) => addScaled(target.subarray(row * right.length, (row + 1) * right.length), right, value));
}

function softmax(scores: number[]): number[] {
  const highest = Math.max(...scores);
  const exponentials = scores.map((score) => Math.exp(score - highest));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}
