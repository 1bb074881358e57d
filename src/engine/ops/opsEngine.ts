/**
 * The engine made of tfjs ops: readable, runs on webgpu, wasm and cpu; the oracle for faster engines and their fallback.
 *
 * Lanes are computed in chunks. On webgpu all lanes form one chunk, since a dispatch costs more than its arithmetic; on
 * wasm and cpu each lane is its own, since only unbatched products have a fast kernel there.
 */
import * as tf from '@tensorflow/tfjs-core';
import type {
  AdamOptions, BackendName, DeviceArray, Engine, FeedbackInput, FeedbackModel, Head, Trainable, Transformer,
} from '../engine.ts';
import { feedbackLayout, headLayout, transformerLayout, type Layout } from '../layout.ts';
import { savedParts, savedSteps } from '../saved.ts';
import { haveTokens } from '../shapes.ts';
import { adamStep, optimised, replace, type Optimised } from './adam.ts';
import { cut, cutAll } from './cut.ts';
import { feedbackForward, type FeedbackTensors } from './feedback.ts';
import { crossEntropy, divergencePerPosition, policyTerms, tokenLogProbs } from './objectives.ts';
import { transposed, type T3 } from './primitives.ts';
import { advantages, bradleyTerry, grebt, matchScale } from './rewards.ts';
import { PAD, sample } from './rollout.ts';
import { backward, forward, logitsBefore, transformerWeights, type Pass } from './transformer.ts';

/** One tensor per chunk, each with the chunk's lanes first. */
interface OpsArray extends DeviceArray {
  readonly chunks: readonly tf.Tensor[];
  /** Of sampled tokens; freed with them. */
  tape?: Tape;
}
/** The sampling policy's forward pass over what it sampled. Whoever has the same parameters need not make it again. */
interface Tape {
  /** The number of the tensor with the first chunk's parameters: every change of parameters makes new ones. */
  readonly parameters: number;
  readonly passes: readonly Pass[];
}
interface OpsTrainable extends Trainable {
  readonly chunks: readonly Optimised[];
  steps: number;
}

const opsArray = (array: DeviceArray) => array as OpsArray;
const chunksOf = (array: DeviceArray) => opsArray(array).chunks;
const trainable = (model: Trainable) => model as unknown as OpsTrainable;

export function createOpsEngine(backend: BackendName, device: string): Engine {
  const chunked = backend !== 'webgpu';
  const chunkCount = (lanes: number) => (chunked ? lanes : 1);

  function array(chunks: readonly tf.Tensor[]): OpsArray {
    const [, ...rest] = chunks[0].shape;
    const lanes = chunks.reduce((sum, chunk) => sum + chunk.shape[0]!, 0);
    return { shape: [lanes, ...rest], type: chunks[0].dtype === 'int32' ? 'int32' : 'float32', chunks };
  }

  /** Makes an array, chunk by chunk; what `work` leaves behind is freed. */
  function map(count: number, work: (chunk: number) => tf.Tensor): OpsArray {
    return array(Array.from({ length: count }, (_, chunk) => tf.tidy(() => work(chunk))));
  }

  function upload(values: Float32Array | Int32Array, shape: readonly number[]): OpsArray {
    const [lanes, ...rest] = shape;
    const count = chunkCount(lanes);
    const size = values.length / count;
    const type = values instanceof Int32Array ? 'int32' : 'float32';
    return array(Array.from({ length: count }, (_, chunk) =>
      tf.tensor(values.slice(chunk * size, (chunk + 1) * size), [lanes / count, ...rest], type)));
  }

  function train<T extends object>(identity: T, layout: Layout, parameters: Float32Array) {
    const lanes = parameters.length / layout.size;
    if (!Number.isInteger(lanes)) throw new Error(`${parameters.length} parameters are no multiple of ${layout.size}`);
    const chunks = chunksOf(upload(parameters, [lanes, layout.size])).map((chunk) => optimised(tf.keep(chunk) as tf.Tensor2D));
    return { ...identity, lanes, steps: 0, chunks, get parameters() { return array(chunks.map((chunk) => chunk.parameters)); } };
  }

  function update(model: Trainable, chunk: number, gradient: tf.Tensor2D, learningRate: number, adam: AdamOptions): tf.Tensor {
    return tf.reshape(adamStep(trainable(model).chunks[chunk], gradient, trainable(model).steps, learningRate, adam), [-1]);
  }

  const weightsOf = (model: Transformer, chunk: number) => transformerWeights(trainable(model).chunks[chunk].parameters, model.shape);

  const version = (model: Trainable) => trainable(model).chunks[0].parameters.id;

  /** What sampling left behind, where the model's parameters are still those that sampled. */
  const tapeOf = (model: Transformer, tokens: DeviceArray): Tape | null => {
    const { tape } = opsArray(tokens);
    return tape?.parameters === version(model) ? tape : null;
  };
  /** The model's forward pass over tokens. */
  const passOf = (model: Transformer, tokens: DeviceArray, chunk: number, tape = tapeOf(model, tokens)): Pass =>
    tape?.passes[chunk] ?? forward(weightsOf(model, chunk), chunksOf(tokens)[chunk] as T3);

  function dropTape(tokens: OpsArray): void {
    tf.dispose(contained(tokens.tape ?? []));
    delete tokens.tape;
  }

  const logitsOf = (pass: Pass, promptLength: number) => {
    const logits = logitsBefore(pass, promptLength);
    return tf.reshape(logits, [pass.lanes, pass.batch, pass.length - promptLength, logits.shape[2]]) as tf.Tensor4D;
  };
  /** log pi of the response's tokens in these rows, (R, B, L). */
  const spokenLogProbs = (pass: Pass, rows: tf.Tensor, promptLength: number) => {
    const { tokens, mask } = responseOf(rows, promptLength);
    return tokenLogProbs(tf.logSoftmax(logitsOf(pass, promptLength)), tokens, mask);
  };
  const perPosition = (pass: Pass) => tf.reshape(pass.hidden, [pass.lanes, pass.batch, pass.length, pass.hidden.shape[2]]);

  function feedbackTensors(input: FeedbackInput, chunk: number): FeedbackTensors {
    return {
      states: chunksOf(input.states)[chunk] as T3, hidden: chunksOf(input.hidden)[chunk] as tf.Tensor4D,
      mask: maskOf(chunksOf(input.tokens)[chunk]), omega: input.omega,
    };
  }

  return {
    info: { engine: 'ops', backend, device },
    queues: backend === 'webgpu',
    prepare: async (_, onProgress) => onProgress(1, 1),

    upload,
    async read(arrays) {
      const packed = tf.tidy(() => tf.concat(arrays.flatMap((item) =>
        chunksOf(item).map((chunk) => tf.cast(tf.reshape(chunk, [-1]), 'float32')))));
      const values = await packed.data<'float32'>();
      packed.dispose();
      let offset = 0;
      return arrays.map(({ shape }) => {
        const size = shape.reduce((product, extent) => product * extent, 1);
        return values.slice(offset, (offset += size));
      });
    },
    free(...items) {
      for (const item of items) {
        if ('parameters' in item) tf.dispose(trainable(item).chunks.map(({ parameters, first, second }) => [parameters, first, second]));
        else {
          tf.dispose([...chunksOf(item)]);
          dropTape(opsArray(item));
        }
      }
    },
    scope: (work) => tf.tidy(() => contained(work())),
    memory: () => ({ bytes: tf.memory().numBytes, arrays: tf.memory().numTensors }),
    dispose: () => tf.disposeVariables(),

    createTransformer: (shape, parameters) => train({ kind: 'transformer', shape } as const, transformerLayout(shape), parameters) satisfies Transformer,
    createFeedbackModel: (shape, parameters) => train({ kind: 'feedback', shape } as const, feedbackLayout(shape), parameters) satisfies FeedbackModel,
    createHead: (width, parameters) => train({ kind: 'head', width } as const, headLayout(width), parameters) satisfies Head,
    save: (model) => map(trainable(model).chunks.length, (chunk) => {
      const { parameters, first, second } = trainable(model).chunks[chunk];
      return tf.concat2d([parameters, first, second], 1);
    }),
    restore(model, saved, steps) {
      const count = savedSteps(model, steps);
      const parts = savedParts(model, saved);
      const [parameters, first, second] = [parts.parameters, parts.first, parts.second]
        .map((part) => chunksOf(upload(part, model.parameters.shape)) as readonly tf.Tensor2D[]);
      trainable(model).chunks.forEach((chunk, i) => replace(chunk, { parameters: parameters[i], first: first[i], second: second[i] }));
      trainable(model).steps = count;
    },

    rollout(policy, request) {
      const { keys, prompts, promptLength } = request;
      const count = chunkCount(policy.lanes);
      const lanes = policy.lanes / count;
      const slice = <T extends Int32Array | Uint32Array>(values: T, chunk: number) =>
        values.slice(chunk * values.length / count, (chunk + 1) * values.length / count) as T;
      const parts = Array.from({ length: count }, (_, chunk) => tf.tidy(() => {
        const weights = weightsOf(policy, chunk);
        const tokens = tf.tidy(() => sample(weights, { ...request, prompts: slice(prompts, chunk), keys: slice(keys, chunk) }, lanes));
        return contained({ tokens, pass: forward(weights, tokens) });
      }));
      const tokens = parts.map((part) => part.tokens);
      const passes = parts.map((part) => part.pass);
      const sampled: OpsArray = { ...array(tokens), tape: { parameters: version(policy), passes } };
      return {
        promptLength,
        batch: passes[0].batch,
        tokens: sampled,
        hidden: map(count, (chunk) => perPosition(passes[chunk])),
        logProbs: map(count, (chunk) => spokenLogProbs(passes[chunk], tokens[chunk], promptLength)),
      };
    },
    finalStates: (trunk, tokens) => map(chunksOf(tokens).length, (chunk) => {
      const rows = chunksOf(tokens)[chunk] as T3;
      const { hidden, lanes, batch, length } = forward(weightsOf(trunk, chunk), rows);
      const last = tf.sub(tf.sum(maskOf(rows), 2), 1);
      const pick = tf.reshape(tf.cast(tf.oneHot(tf.cast(last, 'int32'), length), 'float32'), [lanes * batch, 1, length]);
      return tf.reshape(tf.matMul(pick, tf.reshape(hidden, [lanes * batch, length, hidden.shape[2]])), [lanes, batch, hidden.shape[2]]);
    }),
    hiddenStates: (model, tokens) => map(chunksOf(tokens).length, (chunk) =>
      perPosition(forward(weightsOf(model, chunk), chunksOf(tokens)[chunk] as T3))),
    logProbabilities: (model, { tokens, promptLength }) => map(chunksOf(tokens).length, (chunk) =>
      tf.logSoftmax(logitsOf(passOf(model, tokens, chunk), promptLength))),
    tokenLogProbabilities: (model, { tokens, promptLength }) => map(chunksOf(tokens).length, (chunk) =>
      spokenLogProbs(passOf(model, tokens, chunk), chunksOf(tokens)[chunk], promptLength)),
    divergence(policy, { tokens, promptLength }, referenceLogProbs) {
      const parts = chunksOf(tokens).map((rows, chunk) => tf.tidy(() => {
        const logProbs = tf.logSoftmax(logitsOf(passOf(policy, tokens, chunk), promptLength)) as tf.Tensor4D;
        const { mask } = responseOf(rows, promptLength);
        const { kl, entropy } = divergencePerPosition(logProbs, chunksOf(referenceLogProbs)[chunk] as tf.Tensor4D, mask);
        return [tf.sum(kl, 2), tf.sum(entropy, 2)];
      }));
      return { kl: array(parts.map(([kl]) => kl)), entropy: array(parts.map(([, entropy]) => entropy)) };
    },

    headRewards: (head, states, scale) => map(chunksOf(states).length, (chunk) => {
      const inputs = chunksOf(states)[chunk] as T3;
      const [lanes, batch, width] = inputs.shape;
      const [weight, bias] = cutAll(chunksOf(head)[chunk], [width, 1], 1);
      const scores = tf.matMul(inputs, transposed(tf.reshape(weight, [lanes, 1, width])));
      return tf.mul(tf.add(tf.reshape(scores, [lanes, batch]), bias), scale);
    }),
    feedbackRewards: (model, input) => map(chunksOf(input.states).length, (chunk) =>
      feedbackForward(trainable(model).chunks[chunk].parameters, model.shape, feedbackTensors(input, chunk)).rewards),
    feedbackAttention: (model, input) => map(chunksOf(input.states).length, (chunk) => {
      const { attention } = feedbackForward(trainable(model).chunks[chunk].parameters, model.shape, feedbackTensors(input, chunk));
      return tf.reshape(attention, chunksOf(input.tokens)[chunk].shape);
    }),
    matchScale: (values, rewards, target, groupSize) => map(chunksOf(values).length, (chunk) => {
      const [scaled, own, wanted] = [values, rewards, target].map((array) => chunksOf(array)[chunk] as tf.Tensor2D);
      return matchScale(scaled, own, wanted, groupSize);
    }),
    advantages: (name, rewards, groupSize, greedy) => map(chunksOf(rewards).length, (chunk) =>
      advantages(name, chunksOf(rewards)[chunk] as tf.Tensor2D, groupSize, greedy ? chunksOf(greedy)[chunk] as tf.Tensor2D : null)),

    policyStep(policy, responses, advantage, referenceLogProbs, objective) {
      const { tokens, promptLength, logProbs } = responses;
      haveTokens(advantage, responses, objective.ratio);
      const tape = tapeOf(policy, tokens);
      trainable(policy).steps++;
      const parts = chunksOf(tokens).map((rows, chunk) => tf.tidy(() => {
        const pass = passOf(policy, tokens, chunk, tape);
        const terms = policyTerms({
          logits: logitsOf(pass, promptLength),
          referenceLogProbs: chunksOf(referenceLogProbs)[chunk] as tf.Tensor4D,
          oldLogProbs: chunksOf(logProbs)[chunk] as T3,
          advantages: chunksOf(advantage)[chunk],
          ...responseOf(rows, promptLength),
        }, objective);
        const flat = tf.reshape(terms.dLogits, [pass.lanes, -1, policy.shape.vocabulary]) as T3;
        const norm = update(policy, chunk, backward(pass, promptLength, flat), objective.learningRate, objective.adam);
        const statistics = tf.stack([terms.loss, tf.mean(terms.kl, 1), tf.mean(terms.entropy, 1), terms.clipFraction, norm], 1);
        return [perPosition(pass), statistics];
      }));
      // Those that sampled are gone.
      if (tape) dropTape(opsArray(tokens));
      return { hidden: array(parts.map(([hidden]) => hidden)), statistics: array(parts.map(([, statistics]) => statistics)) };
    },
    languageModelStep(model, tokens, promptLength, learningRate, adam) {
      trainable(model).steps++;
      return map(chunksOf(tokens).length, (chunk) => {
        const rows = chunksOf(tokens)[chunk] as T3;
        const pass = forward(weightsOf(model, chunk), rows);
        const { tokens: response, mask } = responseOf(rows, promptLength);
        const { loss, dLogits } = crossEntropy(logitsOf(pass, promptLength), response, mask);
        const flat = tf.reshape(dLogits, [pass.lanes, -1, model.shape.vocabulary]) as T3;
        return tf.stack([loss, update(model, chunk, backward(pass, promptLength, flat), learningRate, adam)], 1);
      });
    },
    feedbackStep(model, input, annotated, objective) {
      trainable(model).steps++;
      return map(chunksOf(input.states).length, (chunk) => {
        const pass = feedbackForward(trainable(model).chunks[chunk].parameters, model.shape, feedbackTensors(input, chunk));
        const { loss, bt, gre, dRewards } = grebt(chunksOf(annotated)[chunk] as tf.Tensor2D, pass.rewards, objective.groupSize, objective.alpha);
        return tf.stack([loss, bt, gre, update(model, chunk, pass.backward(dRewards, null), objective.learningRate, objective.adam)], 1);
      });
    },
    bradleyTerryStep(head, { differences, weights }, learningRate, adam) {
      trainable(head).steps++;
      return map(chunksOf(differences).length, (chunk) => {
        const { parameters } = trainable(head).chunks[chunk];
        const [weight, bias] = cutAll(parameters, [head.width, 1], 1);
        const { loss, gradient } = bradleyTerry(weight, chunksOf(differences)[chunk] as T3, chunksOf(weights)[chunk] as tf.Tensor2D);
        // A difference of rewards does not see the bias.
        return tf.stack([loss, update(head, chunk, tf.concat2d([gradient, tf.zerosLike(bias)], 1), learningRate, adam)], 1);
      });
    },
  };
}

/** tfjs finds tensors in any nest of plain objects and arrays, but types only some. */
const contained = <T>(nest: T) => nest as T & tf.TensorContainer;

const maskOf = (tokens: tf.Tensor) => tf.cast(tf.notEqual(tokens, PAD), 'float32') as T3;

function responseOf(rows: tf.Tensor, promptLength: number): { tokens: T3; mask: T3 } {
  const [lanes, batch, length] = rows.shape as [number, number, number];
  const tokens = cut(rows as T3, [0, 0, promptLength], [lanes, batch, length - promptLength]);
  return { tokens, mask: maskOf(tokens) };
}
