/** R2M's reward: sequence-to-token cross attention [3], the time-step-based combination [4] and the head, with gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { feedbackLayout, type FeedbackShape } from '../layout.ts';
import { MASKED } from './attention.ts';
import { sumRows, transposed, type T3 } from './primitives.ts';
import { flattenGradients, sliceViews, view } from './weights.ts';

export interface FeedbackTensors {
  /** RTE (R, B, D_rm) */
  readonly states: T3;
  /** h (R, B, S, D_p) */
  readonly hidden: tf.Tensor4D;
  /** (R, B, S), 0 at padding. */
  readonly mask: T3;
  readonly omega: number;
}

export interface FeedbackPass {
  readonly input: FeedbackTensors;
  /** (R B, S, 1) */
  readonly attention: T3;
  /** (R, B, D_rm) */
  readonly aggregated: T3;
  /** (R, B) */
  readonly rewards: tf.Tensor2D;
  /** Flat gradient (R, P) of sum(rewards * dRewards) + sum(aggregated * dAggregated). */
  backward(dRewards: tf.Tensor2D, dAggregated: T3 | null): tf.Tensor2D;
}

/** `flat` is (R, P) in `feedbackLayout`. */
export function feedbackForward(flat: tf.Tensor2D, shape: FeedbackShape, input: FeedbackTensors): FeedbackPass {
  const { states, hidden, mask, omega } = input;
  const [lanes, batch, length, policyWidth] = hidden.shape;
  const d = shape.attentionWidth;
  const layout = feedbackLayout(shape);
  const views = sliceViews(flat, layout);
  const [Wq, Wk, Wv, Wo, head, bias] = ['Wq', 'Wk', 'Wv', 'Wo', 'head', 'head.bias'].map((name) => view(views, name));

  const h = tf.reshape(hidden, [lanes, batch * length, policyWidth]) as T3;
  const perResponse = (x: tf.Tensor, rows: number): T3 => tf.reshape(x, [lanes * batch, rows, d]);
  const query = perResponse(tf.matMul(states, Wq), 1);
  const key = perResponse(tf.matMul(h, Wk), length);
  const value = perResponse(tf.matMul(h, Wv), length);
  const padding = tf.reshape(tf.mul(tf.sub(1, mask), MASKED), [lanes * batch, 1, length]);
  const scores = tf.add(tf.mul(tf.matMul(query, transposed(key)), 1 / Math.sqrt(d)), padding);
  const attention = tf.softmax(scores) as T3;
  const context = tf.reshape(tf.matMul(attention, value), [lanes, batch, d]) as T3;
  const aggregated: T3 = tf.matMul(context, Wo);
  const combined = tf.add(tf.mul(aggregated, 1 - omega), tf.mul(states, omega)) as T3;
  const rewards = tf.reshape(tf.add(tf.matMul(combined, transposed(head)), bias), [lanes, batch]) as tf.Tensor2D;

  return {
    input, attention: transposed(attention), aggregated, rewards,
    backward(dRewards, dAggregated) {
      const upstream = tf.reshape(dRewards, [lanes, batch, 1]) as T3;
      const dCombined = tf.matMul(upstream, head);
      const scaled = tf.mul(dCombined, 1 - omega);
      const dHhat = (dAggregated ? tf.add(scaled, dAggregated) : scaled) as T3;
      const dContext = perResponse(tf.matMul(dHhat, transposed(Wo)), 1);
      const dAttention = tf.matMul(dContext, transposed(value));
      const dValue = tf.matMul(transposed(attention), dContext);
      const weighted = tf.sum(tf.mul(dAttention, attention), 2, true);
      const dScores = tf.mul(tf.mul(attention, tf.sub(dAttention, weighted)), 1 / Math.sqrt(d)) as T3;
      const dQuery = tf.matMul(dScores, key);
      const dKey = tf.matMul(transposed(dScores), query);
      const perLane = (x: tf.Tensor, rows: number) => tf.reshape(x, [lanes, batch * rows, d]) as T3;
      return flattenGradients(new Map<string, tf.Tensor>([
        ['Wq', tf.matMul(transposed(states), perLane(dQuery, 1))],
        ['Wk', tf.matMul(transposed(h), perLane(dKey, length))],
        ['Wv', tf.matMul(transposed(h), perLane(dValue, length))],
        ['Wo', tf.matMul(transposed(context), dHhat)],
        ['head', tf.matMul(transposed(upstream), combined)],
        ['head.bias', sumRows(upstream)],
      ]), layout);
    },
  };
}
