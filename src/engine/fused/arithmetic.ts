/** The fused engine's arithmetic, piece by piece: the same kernels that training uses, with their workspace read back. */
import type { Arithmetic } from '../arithmetic.ts';
import type { DeviceArray } from '../engine.ts';
import { feedbackLayout, transformerLayout } from '../layout.ts';
import { FusedDevice } from './device.ts';
import { createFusedEngine } from './engine.ts';
import { createFeedbackNetwork } from './feedbackModel.ts';
import type { GpuArray } from './gpu/memory.ts';
import { trainHead } from './head.ts';
import { grebtKernel, objectiveKernel, objectivePlaces } from './kernels/checks.ts';
import { forwardPlaces } from './kernels/forward.ts';
import { createNetwork } from './network.ts';
import { feedbackPlaces } from './wgsl/feedback.ts';
import { OBJECTIVES, RECORD } from './wgsl/objective.ts';

export function createFusedArithmetic(device: GPUDevice): Arithmetic {
  const gpu = new FusedDevice(device);
  const { memory, queue } = gpu;

  function put(values: Float32Array | Int32Array, shape: readonly number[]): GpuArray {
    const array = memory.allocate(shape, values instanceof Int32Array ? 'int32' : 'float32');
    queue.upload(array.buffer, values);
    return array;
  }
  /** Reads while `work`'s arrays live, then frees all of them. */
  async function values(work: () => readonly GpuArray[]): Promise<Float32Array[]> {
    let reading: Promise<Float32Array[]> | null = null;
    memory.scope(() => {
      reading = queue.read(work());
      return [];
    });
    return await reading!;
  }
  const view = (buffer: GPUBuffer, size: number): GpuArray => ({ shape: [size], type: 'float32', buffer, pitch: 1 });

  return {
    async transformer({ shape, parameters, tokens, batch, length, promptLength }) {
      const network = createNetwork(gpu, shape, length);
      const { size, shared } = forwardPlaces(shape, length);
      const load = () => [put(parameters, [1, transformerLayout(shape).size]), put(tokens, [1, batch, length])] as const;
      const [work] = await values(() => {
        const [weights, rows] = load();
        return [view(network.everything(weights, rows), batch * size)];
      });
      const [gradient, results] = await values(() => {
        const [weights, rows] = load();
        const trained = network.train(weights, { tokens: rows, promptLength }, null);
        return [trained.gradient.values, trained.results];
      });
      memory.free(network.plan.array);
      return {
        hidden: parts(work, size, shared.at.HIDDEN, length * shape.width),
        logits: parts(work, size, shared.at.LOGITS, length * shape.vocabulary),
        loss: sum(parts(results, RECORD.size, RECORD.loss, 1)) / sum(parts(results, RECORD.size, RECORD.counted, 1)),
        gradient,
      };
    },

    async feedback({ shape, parameters, batch, length, states, hidden, mask, omega, upstreamAggregated, upstreamRewards }) {
      const network = createFeedbackNetwork(gpu, shape, length);
      const { size, at } = feedbackPlaces(shape, length);
      const width = shape.trunkWidth;
      const upstream = new Float32Array(batch * (width + 1));
      for (let b = 0; b < batch; b++) {
        upstream.set(upstreamAggregated.subarray(b * width, (b + 1) * width), b * (width + 1));
        upstream[b * (width + 1) + width] = upstreamRewards[b];
      }
      const [gradient, work] = await values(() => {
        const trained = network.train(
          put(parameters, [1, feedbackLayout(shape).size]),
          { states: put(states, [1, batch, width]), hidden: put(hidden, [1, batch, length, shape.policyWidth]), tokens: put(Int32Array.from(mask), [1, batch, length]), omega },
          put(upstream, [1, batch, width + 1]),
        );
        return [trained.gradient.values, view(trained.work, batch * size)];
      });
      memory.free(network.plan.array);
      return {
        attention: parts(work, size, at.ATTENTION, length),
        aggregated: parts(work, size, at.AGGREGATED, width),
        rewards: parts(work, size, at.REWARD, 1),
        gradient,
      };
    },

    async grebt({ annotated, rewards, groupSize, alpha }) {
      const groups = rewards.length / groupSize;
      const [gradient, results] = await values(() => {
        const derivatives = memory.allocate([rewards.length]);
        const records = memory.allocate([groups, RECORD.size]);
        queue.dispatch(grebtKernel, { groupSize, groups, alpha }, [
          put(annotated, [annotated.length]).buffer, put(rewards, [rewards.length]).buffer, derivatives.buffer, records.buffer,
        ], [Math.ceil(groups / grebtKernel.workgroup), 1]);
        return [derivatives, records];
      });
      const bt = sum(parts(results, RECORD.size, 1, 1)) / groups;
      const gre = sum(parts(results, RECORD.size, 2, 1)) / groups;
      return { loss: (1 - alpha) * bt + alpha * gre, bt, gre, gradient };
    },

    async bradleyTerry({ head, differences, weights }) {
      const [gradient, results] = await values(() => {
        const trained = trainHead(
          gpu, put(Float32Array.of(...head, 0), [1, head.length + 1]), put(differences, [1, weights.length, head.length]), put(weights, [1, weights.length]),
        );
        return [trained.gradient.values, trained.results];
      });
      return { loss: results[RECORD.loss], gradient: gradient.subarray(0, head.length) };
    },

    async policyObjective({ batch, length, vocabulary, logits, oldLogits, referenceLogits, tokens, mask, advantages, ratio, clip, beta, divisor }) {
      const { size, at } = objectivePlaces(length, vocabulary);
      const kernel = objectiveKernel(length, vocabulary);
      const given = new Float32Array(batch * size);
      for (let b = 0; b < batch; b++) given.set(logits.subarray(b * length * vocabulary, (b + 1) * length * vocabulary), b * size + at.LOGITS);
      const reference = logSoftmax(referenceLogits, vocabulary);
      const old = logSoftmax(oldLogits, vocabulary);
      const oldChosen = Float32Array.from(tokens, (token, position) => old[position * vocabulary + token]);
      const loss = advantages.length > batch ? 'eachToken' : ratio;
      const [work, results] = await values(() => {
        const space = put(given, [given.length]);
        const records = memory.allocate([batch, RECORD.size]);
        queue.dispatch(kernel, { batch, objective: OBJECTIVES[loss], clip, beta, divisor }, [
          put(tokens, [batch, length]), put(mask, [batch, length]), put(reference, [reference.length]), put(oldChosen, [oldChosen.length]),
          put(advantages, [advantages.length]), space, records,
        ].map(({ buffer }) => buffer), [batch, 1]);
        return [space, records];
      });
      const column = (index: number) => parts(results, RECORD.size, index, 1);
      return {
        ratio: parts(work, size, at.RATIOS, ratio === 'sequence' ? 1 : length),
        surrogate: column(RECORD.surrogate),
        kl: column(RECORD.kl),
        loss: sum(column(RECORD.loss)) / batch,
        gradient: parts(work, size, at.LOGITS, length * vocabulary),
      };
    },

    async advantages(name, rewards, groupSize, greedy) {
      const engine = createFusedEngine(device, '');
      const row = (data: Float32Array): DeviceArray => engine.upload(data, [1, data.length]);
      const [found] = await engine.read([engine.advantages(name, row(rewards), groupSize, greedy && row(greedy))]);
      engine.dispose();
      return found;
    },
  };
}

/** `length` floats from `offset` of every part of `size` floats. */
function parts(values: Float32Array, size: number, offset: number, length: number): Float32Array {
  const result = new Float32Array((values.length / size) * length);
  for (let part = 0; part * size < values.length; part++) result.set(values.subarray(part * size + offset, part * size + offset + length), part * length);
  return result;
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0);

/** Log softmax of every row of `vocabulary` logits. */
function logSoftmax(logits: Float32Array, vocabulary: number): Float32Array {
  const result = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += vocabulary) {
    const row = logits.subarray(start, start + vocabulary);
    const highest = row.reduce((a, b) => Math.max(a, b));
    const total = highest + Math.log(row.reduce((mass, logit) => mass + Math.exp(logit - highest), 0));
    row.forEach((logit, v) => { result[start + v] = logit - total; });
  }
  return result;
}
