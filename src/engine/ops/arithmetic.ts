/** The ops engine's arithmetic, piece by piece, on tfjs's current backend. */
import * as tf from '@tensorflow/tfjs-core';
import type { Arithmetic } from '../arithmetic.ts';
import { feedbackLayout, transformerLayout } from '../layout.ts';
import { feedbackForward } from './feedback.ts';
import { crossEntropy, policyTerms, tokenLogProbs } from './objectives.ts';
import type { T3 } from './primitives.ts';
import { advantages, bradleyTerry, grebt } from './rewards.ts';
import { backward, forward, logitsBefore, transformerWeights } from './transformer.ts';

export function createOpsArithmetic(): Arithmetic {
  return {
    async transformer({ shape, parameters, tokens, batch, length, promptLength }) {
      const [hidden, logits, loss, gradient] = await values(() => {
        const weights = transformerWeights(tf.tensor2d(parameters, [1, transformerLayout(shape).size]), shape);
        const rows = tf.tensor3d(tokens, [1, batch, length], 'int32');
        const pass = forward(weights, rows);
        // A token after the last, so that every position's logits are asked for.
        const every = logitsBefore({ ...pass, hidden: appendPosition(pass.hidden, batch, length), length: length + 1 }, 1);
        const response = tf.slice(rows, [0, 0, promptLength], [1, batch, length - promptLength]);
        const mask = tf.cast(tf.notEqual(response, 0), 'float32') as T3;
        const responseLogits = tf.reshape(logitsBefore(pass, promptLength), [1, batch, length - promptLength, shape.vocabulary]);
        const entropy = crossEntropy(responseLogits as tf.Tensor4D, response, mask);
        const flat = tf.reshape(entropy.dLogits, [1, -1, shape.vocabulary]) as T3;
        return [pass.hidden, every, entropy.loss, backward(pass, promptLength, flat)];
      });
      return { hidden, logits, loss: loss[0], gradient };
    },
    async feedback({ shape, parameters, batch, length, states, hidden, mask, omega, upstreamAggregated, upstreamRewards }) {
      const [attention, aggregated, rewards, gradient] = await values(() => {
        const pass = feedbackForward(tf.tensor2d(parameters, [1, feedbackLayout(shape).size]), shape, {
          states: tf.tensor3d(states, [1, batch, shape.trunkWidth]),
          hidden: tf.tensor4d(hidden, [1, batch, length, shape.policyWidth]),
          mask: tf.tensor3d(mask, [1, batch, length]),
          omega,
        });
        const upstream = tf.tensor3d(upstreamAggregated, [1, batch, shape.trunkWidth]);
        return [pass.attention, pass.aggregated, pass.rewards, pass.backward(tf.tensor2d(upstreamRewards, [1, batch]), upstream)];
      });
      return { attention, aggregated, rewards, gradient };
    },
    async grebt({ annotated, rewards, groupSize, alpha }) {
      const [loss, bt, gre, gradient] = await values(() => {
        const found = grebt(row(annotated), row(rewards), groupSize, alpha);
        return [found.loss, found.bt, found.gre, found.dRewards];
      });
      return { loss: loss[0], bt: bt[0], gre: gre[0], gradient };
    },
    async bradleyTerry({ head, differences, weights }) {
      const [loss, gradient] = await values(() => {
        const found = bradleyTerry(row(head), tf.tensor3d(differences, [1, weights.length, head.length]), row(weights));
        return [found.loss, found.gradient];
      });
      return { loss: loss[0], gradient };
    },
    async policyObjective({ batch, length, vocabulary, logits, oldLogits, referenceLogits, tokens, mask, advantages: advantage, ...objective }) {
      const [ratio, surrogate, kl, loss, gradient] = await values(() => {
        const four = (data: Float32Array) => tf.tensor4d(data, [1, batch, length, vocabulary]);
        const rows = tf.tensor3d(tokens, [1, batch, length], 'int32');
        const counted = tf.tensor3d(mask, [1, batch, length]);
        const terms = policyTerms({
          logits: four(logits),
          referenceLogProbs: tf.logSoftmax(four(referenceLogits)) as tf.Tensor4D,
          oldLogProbs: tokenLogProbs(tf.logSoftmax(four(oldLogits)) as tf.Tensor4D, rows, counted),
          tokens: rows, mask: counted, advantages: row(advantage),
        }, objective);
        return [terms.ratio, terms.surrogate, terms.kl, terms.loss, terms.dLogits];
      });
      return { ratio, surrogate, kl, loss: loss[0], gradient };
    },
    async advantages(name, rewards, groupSize, greedy) {
      const [found] = await values(() => [advantages(name, row(rewards), groupSize, greedy && row(greedy))]);
      return found;
    },
  };
}

const row = (values: Float32Array) => tf.tensor2d(values, [1, values.length]);

function appendPosition(hidden: T3, batch: number, length: number): T3 {
  const width = hidden.shape[2];
  return tf.reshape(tf.pad(tf.reshape(hidden, [batch, length, width]), [[0, 0], [0, 1], [0, 0]]), [1, batch * (length + 1), width]);
}

async function values(work: () => tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(work);
  const read = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  tf.dispose(tensors);
  return read;
}
