/** One lane's RL step with stock tfjs: variables, `tf.variableGrads`, `tf.train.adam`. */
import * as tf from '@tensorflow/tfjs';
import type { AdamOptions } from '../../../engine/engine.ts';
import { feedbackLayout, transformerLayout } from '../../../engine/layout.ts';
import { PAD } from '../../../world/words.ts';
import type { Problem } from '../contender.ts';
import { feedbackRewards, grebtLoss, groupAdvantages, policyLoss, score, type PolicyBatch } from './losses.ts';
import { rollout, type PlainRollout } from './rollout.ts';
import { linear, transformer } from './transformer.ts';
import { flattened, weightsFrom, type Weights } from './weights.ts';

const NORM_EPSILON = 1e-6;

interface Descent {
  readonly loss: tf.Scalar;
  /** By the variables' names. */
  readonly gradients: tf.NamedTensorMap;
}

export class PlainLane {
  private readonly policy: Weights;
  private readonly reference: Weights;
  private readonly trunk: Weights;
  private readonly frozenHead: Weights;
  private readonly feedback: Weights;
  private readonly policyAdam: tf.Optimizer;
  private readonly feedbackAdam: tf.Optimizer;
  private readonly prompts: tf.Tensor2D;
  private readonly uniforms: tf.Tensor2D;
  private readonly advantages: tf.Tensor1D;
  /** The batch of the timed policy step. */
  private batch: { tokens: tf.Tensor2D; terms: PolicyBatch } | null = null;

  constructor(private readonly problem: Problem, lane: number) {
    const { lanes, batch, promptLength, responseLength, policyShape, trunkShape, feedbackShape, policyObjective, feedbackObjective } = problem;
    const part = <T extends Float32Array | Int32Array>(values: T) => {
      const size = values.length / lanes;
      return values.slice(lane * size, (lane + 1) * size) as T;
    };
    const policyLayout = transformerLayout(policyShape);
    this.policy = weightsFrom(part(problem.policy), policyLayout);
    this.reference = weightsFrom(part(problem.reference), policyLayout);
    this.trunk = weightsFrom(part(problem.trunk), transformerLayout(trunkShape));
    this.feedback = weightsFrom(part(problem.feedback), feedbackLayout(feedbackShape));
    this.frozenHead = weightsFrom(part(problem.feedback), feedbackLayout(feedbackShape));
    this.policyAdam = optimizer(policyObjective);
    this.feedbackAdam = optimizer(feedbackObjective);
    this.prompts = tf.tensor2d(part(problem.prompts), [batch, promptLength], 'int32');
    this.uniforms = tf.tensor2d(part(problem.uniforms), [batch, responseLength]);
    this.advantages = tf.tensor1d(part(problem.advantages));
  }

  rollout(): PlainRollout {
    return tf.tidy(() => contained(rollout(this.policy, this.problem.policyShape, this.prompts, this.uniforms)));
  }

  /** Draws the batch of `policyStep` from the present policy; its rows. */
  drawBatch(): tf.Tensor2D {
    const drawn = this.rollout();
    this.batch = { tokens: drawn.tokens, terms: tf.tidy(() => contained(this.termsOf(drawn, this.advantages))) };
    return drawn.tokens;
  }

  lossAndGradient(): Descent {
    return this.policyDescent(this.batch!.tokens, this.batch!.terms);
  }

  /** One epoch over the drawn batch; the loss. */
  policyStep(): tf.Scalar {
    return tf.tidy(() => this.policyEpoch(this.batch!.tokens, this.batch!.terms).loss);
  }

  /** A whole RL step; its rows, the frozen and the own rewards, and the losses. */
  rlStep(): tf.Tensor[] {
    const { problem } = this;
    const { feedbackShape, omega, groupSize, feedbackObjective } = problem;
    return tf.tidy(() => {
      const drawn = this.rollout();
      const mask = tf.cast(tf.notEqual(drawn.tokens, PAD), 'float32');
      const states = this.finalStates(drawn.tokens, mask);
      const frozenRewards = score(this.frozenHead, states);
      const annotated = feedbackRewards(this.feedback, feedbackShape, states, drawn.hidden, mask, omega);
      const terms = this.termsOf(drawn, groupAdvantages(annotated, groupSize));
      const epochs = Array.from({ length: problem.epochs }, () => this.policyEpoch(drawn.tokens, terms));
      const fresh = epochs[epochs.length - 1].hidden;
      const feedback = this.apply(this.feedbackAdam, feedbackObjective.adam, this.differentiate(this.feedback, () =>
        grebtLoss(feedbackRewards(this.feedback, feedbackShape, states, fresh, mask, omega), annotated, groupSize, feedbackObjective.alpha)));
      return [drawn.tokens, frozenRewards, annotated, ...epochs.map(({ loss }) => loss), feedback];
    });
  }

  parameters(): Promise<[policy: Float32Array, feedback: Float32Array]> {
    return Promise.all([flattened([...this.policy.values()]), flattened([...this.feedback.values()])]);
  }

  /** The gradient in the layout's order. */
  flatGradient({ gradients }: Descent): Promise<Float32Array> {
    return flattened([...this.policy.values()].map(({ name }) => gradients[name]));
  }

  private termsOf({ tokens, logProbs }: PlainRollout, advantages: tf.Tensor): PolicyBatch {
    const { batch, promptLength, responseLength } = this.problem;
    const response = tf.slice(tokens, [0, promptLength], [batch, responseLength]);
    return {
      tokens: response, oldLogProbs: logProbs, advantages,
      mask: tf.cast(tf.notEqual(response, PAD), 'float32'),
      referenceLogProbs: tf.logSoftmax(this.logits(this.reference, this.hidden(this.reference, tokens))),
    };
  }

  private hidden(weights: Weights, tokens: tf.Tensor): tf.Tensor {
    return transformer(weights, this.problem.policyShape, tokens);
  }

  /** (B, L, V), each response word's from the position before it. */
  private logits(weights: Weights, hidden: tf.Tensor): tf.Tensor {
    const { batch, promptLength, responseLength, policyShape } = this.problem;
    return linear(weights, 'output', tf.slice(hidden, [0, promptLength - 1, 0], [batch, responseLength, policyShape.width]));
  }

  /** RTE, (B, D_rm) */
  private finalStates(tokens: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const { trunkShape } = this.problem;
    const hidden = transformer(this.trunk, trunkShape, tokens);
    const last = tf.cast(tf.oneHot(tf.cast(tf.sub(tf.sum(mask, 1), 1), 'int32'), mask.shape[1]!), 'float32');
    return tf.sum(tf.mul(hidden, tf.expandDims(last, 2)), 1);
  }

  private policyDescent(tokens: tf.Tensor, terms: PolicyBatch): Descent & { hidden: tf.Tensor } {
    let hidden: tf.Tensor | null = null;
    const descent = this.differentiate(this.policy, () => {
      hidden = this.hidden(this.policy, tokens);
      tf.keep(hidden);
      return policyLoss(this.logits(this.policy, hidden), terms, this.problem.policyObjective);
    });
    return { ...descent, hidden: hidden! };
  }

  private policyEpoch(tokens: tf.Tensor, terms: PolicyBatch): { loss: tf.Scalar; hidden: tf.Tensor } {
    const { hidden, ...descent } = this.policyDescent(tokens, terms);
    const loss = this.apply(this.policyAdam, this.problem.policyObjective.adam, descent);
    // Out of `keep` and into the caller's tidy.
    const states = tf.clone(hidden);
    hidden.dispose();
    return { loss, hidden: states };
  }

  private differentiate(weights: Weights, loss: () => tf.Scalar): Descent {
    const { value, grads } = tf.variableGrads(loss, [...weights.values()]);
    return { loss: value, gradients: grads };
  }

  private apply(adam: tf.Optimizer, { maxGradientNorm }: AdamOptions, { loss, gradients }: Descent): tf.Scalar {
    adam.applyGradients(Number.isFinite(maxGradientNorm) ? clipped(gradients, maxGradientNorm) : gradients);
    return loss;
  }
}

/** tfjs finds tensors in any nest of plain objects and arrays, but types only some. */
export const contained = <T>(nest: T) => nest as T & tf.TensorContainer;

function optimizer({ learningRate, adam }: { learningRate: number; adam: AdamOptions }): tf.Optimizer {
  return tf.train.adam(learningRate, adam.beta1, adam.beta2, adam.epsilon);
}

function clipped(gradients: tf.NamedTensorMap, bound: number): tf.NamedTensorMap {
  // Not tf.addN: on WebGPU it binds all its inputs at once, more than a device has to allow.
  return tf.tidy(() => {
    const norm = tf.sqrt(Object.values(gradients).map((gradient) => tf.sum(tf.square(gradient))).reduce((sum, part) => tf.add(sum, part)));
    const scale = tf.minimum(1, tf.div(bound, tf.add(norm, NORM_EPSILON)));
    return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, tf.mul(gradient, scale)]));
  });
}
