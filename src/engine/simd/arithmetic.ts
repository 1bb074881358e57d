/** The SIMD engine's arithmetic, piece by piece: the kernels that training uses. */
import type { Arithmetic } from '../arithmetic.ts';
import type { DeviceArray } from '../engine.ts';
import type { Kernels } from './kernels.ts';
import { Lanes, type SimdArray, type SimdTrainable } from './lanes.ts';
import { feedbackPlan, headPlan, transformerPlan, type Plan, upTo } from './padding.ts';
import { Rewards } from './rewards.ts';
import { Transformers } from './transformer.ts';

export function createSimdArithmetic(kernels: Kernels): Arithmetic {
  const lanes = new Lanes(kernels);
  const transformers = new Transformers(lanes);
  const rewards = new Rewards(lanes);

  const row = (values: Float32Array | Int32Array) => lanes.upload(values, [1, values.length]);
  /** What `work` returns, read; everything it made is freed. */
  const values = (work: () => readonly SimdArray[]): Float32Array<ArrayBuffer>[] => {
    const kept = lanes.scope(work);
    const found = kept.map((array) => lanes.read(array));
    kept.forEach((array) => lanes.free(array));
    return found;
  };
  /** Works with a model that is gone afterwards. */
  const withModel = <M extends SimdTrainable, T>(model: M, work: (model: M) => T): T => {
    try {
      return work(model);
    } finally {
      lanes.free(model);
    }
  };
  /** A padded gradient as an array that can be read. */
  const unpadded = (at: number, plan: Plan): SimdArray => ({ shape: [1, plan.size], type: 'float32', at, pitch: 4 * plan.padded, plan });

  return {
    async transformer({ shape, parameters, tokens, batch, length, promptLength }) {
      return withModel(lanes.train({ shape }, transformerPlan(shape), parameters), (model) => {
        let gradient = new Float32Array(0);
        const [hidden, logits, loss] = values(() => {
          const words = lanes.upload(tokens, [1, batch, length]);
          const all = transformers.everything(model, words);
          const total = lanes.allocate([1, 1]);
          transformers.languageGradients(model, words, promptLength, () => total.at, (_, at) => { gradient = lanes.read(unpadded(at, model.plan)); });
          return [all.hidden, all.logits, total];
        });
        return { hidden, logits, loss: loss[0], gradient };
      });
    },

    async feedback({ shape, parameters, batch, length, states, hidden, mask, omega, upstreamAggregated, upstreamRewards }) {
      return withModel(lanes.train({ shape }, feedbackPlan(shape), parameters), (model) => {
        let gradient = new Float32Array(0);
        const [attention, aggregated, found] = values(() => {
          const arrays = [lanes.allocate([1, batch, length]), lanes.allocate([1, batch, shape.trunkWidth]), lanes.allocate([1, batch])];
          const input = {
            states: lanes.upload(states, [1, batch, shape.trunkWidth]), hidden: lanes.upload(hidden, [1, batch, length, shape.policyWidth]),
            tokens: lanes.upload(Int32Array.from(mask), [1, batch, length]), omega,
          };
          const [upstream, upstreamStates] = [row(upstreamRewards), row(upstreamAggregated)];
          rewards.gradient(model, 0, input, arrays[2].at, upstreamStates, (at) => { gradient = lanes.read(unpadded(at, model.plan)); }, () => upstream.at);
          kernels.feedbackStates(model.description, batch, length, arrays[0].at, arrays[1].at);
          return arrays;
        });
        return { attention, aggregated, rewards: found, gradient };
      });
    },

    async grebt({ annotated, rewards: own, groupSize, alpha }) {
      const [statistics, gradient] = values(() => {
        const [found, derivative] = [lanes.allocate([1, 3]), lanes.allocate([1, own.length])];
        kernels.grebt(row(annotated).at, row(own).at, own.length, groupSize, alpha, derivative.at, found.at, lanes.allocate([1, 4 * groupSize]).at);
        return [found, derivative];
      });
      const [loss, bt, gre] = statistics;
      return { loss, bt, gre, gradient };
    },

    async bradleyTerry({ head, differences, weights }) {
      return withModel(lanes.train({ width: head.length }, headPlan(head.length), Float32Array.of(...head, 0)), (model) => {
        let gradient = new Float32Array(0);
        const [loss] = values(() => {
          const total = lanes.allocate([1, 1]);
          const pairs = { differences: lanes.upload(differences, [1, weights.length, head.length]), weights: row(weights) };
          rewards.headGradient(model, 0, pairs, total.at, (at) => { gradient = lanes.read(unpadded(at, model.plan)); });
          return [total];
        });
        return { loss: loss[0], gradient: gradient.subarray(0, head.length) };
      });
    },

    async policyObjective({ batch, length, vocabulary, logits, oldLogits, referenceLogits, tokens, mask, advantages, ratio, clip, beta, divisor }) {
      const words = upTo(8, vocabulary);
      const perResponse = ratio === 'sequence' ? 1 : length;
      const [gradient, ratios, sums] = values(() => {
        const rows = (data: Float32Array) => lanes.upload(data, [batch * length, vocabulary]);
        const [own, old, reference] = [rows(logits), rows(oldLogits), rows(referenceLogits)];
        const [padded, shares] = [1, 2].map(() => lanes.allocate([length, words]));
        for (const array of [old, reference]) kernels.logSoftmaxRows(array.at, batch * length, vocabulary, padded.at, shares.at);
        const oldLogProbs = lanes.read(old);
        const chosen = row(Float32Array.from(tokens, (token, position) => oldLogProbs[position * vocabulary + token]));
        const [spoken, counted, pull] = [row(tokens), row(mask), row(advantages)];
        const eachToken = advantages.length > batch;
        const found = [lanes.allocate([batch, perResponse]), lanes.allocate([batch, 2])];
        for (let b = 0; b < batch; b++) {
          const at = (array: SimdArray, size: number) => array.at + 4 * b * size;
          kernels.objectiveOf(
            at(own, length * vocabulary), padded.at, shares.at, words, length, vocabulary, at(spoken, length), at(counted, length), at(chosen, length),
            at(reference, length * vocabulary), at(pull, eachToken ? length : 1), Number(eachToken), Number(ratio === 'sequence'), clip, beta, 1 / (batch * divisor), at(found[0], perResponse), at(found[1], 2),
          );
        }
        return [own, ...found];
      });
      const column = (index: number) => Float32Array.from({ length: batch }, (_, b) => sums[2 * b + index]);
      const [surrogate, kl] = [column(0), column(1)];
      const loss = kl.reduce((sum, value, b) => sum + beta * value - surrogate[b], 0) / (batch * divisor);
      return { ratio: ratios, surrogate, kl, loss, gradient };
    },

    async advantages(name, given, groupSize, greedy) {
      const put = (data: Float32Array): DeviceArray => row(data);
      return values(() => [rewards.advantages(name, put(given), groupSize, greedy && put(greedy))])[0];
    },
  };
}
