/**
 * The engine made of SIMD kernels for the processor: a call of the interface is one call into WebAssembly a lane. Its
 * arithmetic is that of the ops engine, in another order of summation; its bits are the same on every processor.
 */
import type { Engine, FeedbackModel, Head, Trainable, Transformer } from '../engine.ts';
import type { Kernels } from './kernels.ts';
import { Lanes, trainable } from './lanes.ts';
import { feedbackPlan, headPlan, transformerPlan } from './padding.ts';
import { Rewards, type SimdFeedback, type SimdHead } from './rewards.ts';
import { Transformers, type SimdTransformer } from './transformer.ts';

const network = (model: Transformer) => trainable(model) as unknown as SimdTransformer;
const feedback = (model: FeedbackModel) => trainable(model) as unknown as SimdFeedback;

/** `description` names the processor to people. */
export function createSimdEngine(kernels: Kernels, description: string): Engine {
  const lanes = new Lanes(kernels);
  const transformers = new Transformers(lanes);
  const rewards = new Rewards(lanes);

  return {
    info: { engine: 'simd', backend: 'wasm', device: description },
    queues: false,
    async prepare(_, onProgress) {
      lanes.dropWorkspace();
      onProgress(1, 1);
    },

    upload: (values, shape) => lanes.upload(values, shape),
    read: async (arrays) => arrays.map((array) => lanes.read(array)),
    free: (...items) => items.forEach((item) => lanes.free(item)),
    scope: (work) => lanes.scope(work),
    memory: () => lanes.usage(),
    dispose: () => lanes.dispose(),

    createTransformer: (shape, parameters) => lanes.train({ kind: 'transformer', shape } as const, transformerPlan(shape), parameters) satisfies Transformer,
    createFeedbackModel: (shape, parameters) => lanes.train({ kind: 'feedback', shape } as const, feedbackPlan(shape), parameters) satisfies FeedbackModel,
    createHead: (width, parameters) => lanes.train({ kind: 'head', width } as const, headPlan(width), parameters) satisfies Head,
    save: (model) => lanes.save(trainable(model)),
    restore: (model, saved, steps) => lanes.restore(trainable(model), saved, steps),

    rollout: (policy, request) => transformers.rollout(network(policy), request),
    finalStates: (trunk, tokens) => transformers.finalStates(network(trunk), tokens),
    hiddenStates: (model, tokens) => transformers.hiddenStates(network(model), tokens),
    logProbabilities: (model, responses) => transformers.logProbabilities(network(model), responses),
    tokenLogProbabilities: (model, responses) => transformers.tokenLogProbabilities(network(model), responses),
    divergence: (policy, responses, reference) => transformers.divergence(network(policy), responses, reference),
    policyStep: (policy, responses, advantages, reference, objective) => transformers.policyStep(network(policy), responses, advantages, reference, objective),
    languageModelStep: (model, tokens, promptLength, learningRate, adam) => transformers.languageModelStep(network(model), tokens, promptLength, learningRate, adam),

    headRewards: (head, states, scale) => rewards.headRewards(head, states, scale),
    feedbackRewards: (model, input) => rewards.feedbackRewards(feedback(model), input),
    feedbackAttention: (model, input) => rewards.feedbackAttention(feedback(model), input),
    matchScale: (values, own, target, groupSize) => rewards.matchScale(values, own, target, groupSize),
    advantages: (name, values, groupSize, greedy) => rewards.advantages(name, values, groupSize, greedy),
    feedbackStep: (model, input, annotated, objective) => rewards.feedbackStep(feedback(model), input, annotated, objective),
    bradleyTerryStep: (head: Head, pairs, learningRate, adam) => rewards.bradleyTerryStep(trainable(head as Trainable) as unknown as SimdHead, pairs, learningRate, adam),
  };
}
