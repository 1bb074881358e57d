/** Calls to the kernels of transformers, lane after lane. Arrays are those of the `Engine` interface. */
import type { AdamOptions, DeviceArray, Divergence, PolicyObjective, PolicyStep, RatedResponses, ResponseTokens, Rollout, RolloutRequest } from '../engine.ts';
import type { TransformerShape } from '../layout.ts';
import { haveTokens } from '../shapes.ts';
import { USE } from './kernels.ts';
import { simdArray, type Lanes, type SimdArray, type SimdTrainable } from './lanes.ts';

export interface SimdTransformer extends SimdTrainable {
  readonly shape: TransformerShape;
}
interface Sizes {
  readonly batch: number;
  readonly length: number;
}

const sizesOf = (tokens: DeviceArray): Sizes => ({ batch: tokens.shape[1], length: tokens.shape[2] });
const flag = (value: boolean) => Number(value);

export class Transformers {
  constructor(private readonly lanes: Lanes) {}

  rollout(policy: SimdTransformer, { prompts, promptLength, responseLength, keys, temperature }: RolloutRequest): Rollout {
    const { lanes } = this;
    const { kernels } = lanes;
    const batch = prompts.length / (policy.lanes * promptLength), length = promptLength + responseLength;
    const asked = lanes.upload(prompts, [policy.lanes, batch, promptLength]);
    const tokens = lanes.allocate([policy.lanes, batch, length], 'int32');
    const hidden = lanes.allocate([policy.lanes, batch, length, policy.shape.width]);
    const logProbs = lanes.allocate([policy.lanes, batch, responseLength]);
    this.each(policy, { batch, length }, USE.sample, (lane, model, parameters, at) => {
      kernels.rollout(
        model, parameters, at, part(asked, lane), batch, length, promptLength, keys[lane], temperature,
        part(tokens, lane), part(hidden, lane), part(logProbs, lane),
      );
    });
    lanes.free(asked);
    return { batch, promptLength, tokens, hidden, logProbs };
  }

  finalStates(model: SimdTransformer, tokens: DeviceArray): SimdArray {
    const { batch, length } = sizesOf(tokens);
    const states = this.lanes.allocate([model.lanes, batch, model.shape.width]);
    this.each(model, { batch, length }, USE.read, (lane, ...given) => {
      this.lanes.kernels.finalStates(...given, part(tokens, lane), batch, length, part(states, lane));
    });
    return states;
  }

  hiddenStates(model: SimdTransformer, tokens: DeviceArray): SimdArray {
    const { batch, length } = sizesOf(tokens);
    const hidden = this.lanes.allocate([model.lanes, batch, length, model.shape.width]);
    this.each(model, { batch, length }, USE.read, (lane, ...given) => {
      this.lanes.kernels.hiddenStates(...given, part(tokens, lane), batch, length, part(hidden, lane));
    });
    return hidden;
  }

  /** States and logits of all positions, PAD or not: (R, B, S, D) and (R, B, S, V). */
  everything(model: SimdTransformer, tokens: DeviceArray): { readonly hidden: SimdArray; readonly logits: SimdArray } {
    const { batch, length } = sizesOf(tokens);
    const hidden = this.lanes.allocate([model.lanes, batch, length, model.shape.width]);
    const logits = this.lanes.allocate([model.lanes, batch, length, model.shape.vocabulary]);
    this.each(model, { batch, length }, USE.read, (lane, ...given) => {
      this.lanes.kernels.everything(...given, part(tokens, lane), batch, length, part(hidden, lane), part(logits, lane));
    });
    return { hidden, logits };
  }

  logProbabilities(model: SimdTransformer, { tokens, promptLength }: ResponseTokens): SimdArray {
    const { batch, length } = sizesOf(tokens);
    const logProbs = this.lanes.allocate([model.lanes, batch, length - promptLength, model.shape.vocabulary]);
    this.each(model, { batch, length }, USE.read, (lane, ...given) => {
      this.lanes.kernels.logProbabilities(...given, part(tokens, lane), batch, length, promptLength, part(logProbs, lane));
    });
    return logProbs;
  }

  tokenLogProbabilities(model: SimdTransformer, { tokens, promptLength }: ResponseTokens): SimdArray {
    const { batch, length } = sizesOf(tokens);
    const logProbs = this.lanes.allocate([model.lanes, batch, length - promptLength]);
    this.each(model, { batch, length }, USE.read, (lane, ...given) => {
      this.lanes.kernels.tokenLogProbabilities(...given, part(tokens, lane), batch, length, promptLength, part(logProbs, lane));
    });
    return logProbs;
  }

  divergence(model: SimdTransformer, { tokens, promptLength }: ResponseTokens, reference: DeviceArray): Divergence {
    const { batch, length } = sizesOf(tokens);
    const kl = this.lanes.allocate([model.lanes, batch]);
    const entropy = this.lanes.allocate([model.lanes, batch]);
    this.each(model, { batch, length }, USE.read, (lane, ...given) => {
      this.lanes.kernels.divergence(...given, part(tokens, lane), batch, length, promptLength, part(reference, lane), part(kl, lane), part(entropy, lane));
    });
    return { kl, entropy };
  }

  policyStep(
    policy: SimdTransformer, responses: RatedResponses, advantages: DeviceArray, reference: DeviceArray, objective: PolicyObjective,
  ): PolicyStep {
    const { tokens, logProbs, promptLength } = responses;
    const { batch, length } = sizesOf(tokens);
    const { ratio, clip, beta, divisor, learningRate, adam } = objective;
    const eachToken = haveTokens(advantages, responses, ratio);
    const hidden = this.lanes.allocate([policy.lanes, batch, length, policy.shape.width]);
    const statistics = this.lanes.allocate([policy.lanes, 5]);
    policy.steps++;
    this.train(policy, { batch, length }, (lane, model, parameters, gradient, at) => {
      this.lanes.kernels.policyGradient(
        model, parameters, gradient, at, part(tokens, lane), batch, length, promptLength, part(logProbs, lane), part(reference, lane), part(advantages, lane),
        flag(eachToken), flag(ratio === 'sequence'), clip, beta, divisor, part(hidden, lane), part(statistics, lane),
      );
      this.lanes.update(policy, lane, gradient, learningRate, adam, part(statistics, lane) + 16);
    });
    return { hidden, statistics };
  }

  languageModelStep(model: SimdTransformer, tokens: DeviceArray, promptLength: number, learningRate: number, adam: AdamOptions): SimdArray {
    const statistics = this.lanes.allocate([model.lanes, 2]);
    model.steps++;
    this.languageGradients(model, tokens, promptLength, (lane) => part(statistics, lane), (lane, gradient) => {
      this.lanes.update(model, lane, gradient, learningRate, adam, part(statistics, lane) + 4);
    });
    return statistics;
  }

  /** The mean cross entropy of the response tokens, to where `loss` says, and its gradient, which is `use`'s for as long as that lasts. */
  languageGradients(
    model: SimdTransformer, tokens: DeviceArray, promptLength: number, loss: (lane: number) => number, use: (lane: number, gradient: number) => void,
  ): void {
    const { batch, length } = sizesOf(tokens);
    this.train(model, { batch, length }, (lane, description, parameters, gradient, at) => {
      this.lanes.kernels.languageGradient(description, parameters, gradient, at, part(tokens, lane), batch, length, promptLength, loss(lane));
      use(lane, gradient);
    });
  }

  /** Calls `work` for each lane with the model's description, the lane's parameters and memory to work in. */
  private each(
    model: SimdTransformer, { batch, length }: Sizes, use: number, work: (lane: number, model: number, parameters: number, at: number) => void,
  ): void {
    const at = this.lanes.workspace(this.workBytes(model, { batch, length }, use));
    for (let lane = 0; lane < model.lanes; lane++) work(lane, model.description, part(model.parameters, lane), at);
  }

  /** As `each`, with memory for a gradient besides. */
  private train(
    model: SimdTransformer, sizes: Sizes, work: (lane: number, model: number, parameters: number, gradient: number, at: number) => void,
  ): void {
    const bytes = this.workBytes(model, sizes, USE.train);
    const at = this.lanes.workspace(bytes + model.parameters.pitch);
    for (let lane = 0; lane < model.lanes; lane++) work(lane, model.description, part(model.parameters, lane), at + bytes, at);
  }

  private workBytes({ shape, description }: SimdTransformer, { batch, length }: Sizes, use: number): number {
    if (length > shape.positions) throw new Error(`sequences of ${length} tokens are longer than the model’s ${shape.positions} positions`);
    return this.lanes.kernels.transformerWorkBytes(description, batch, length, use);
  }
}

/** Where a lane's part of an array lies. */
export const part = (array: DeviceArray, lane: number): number => simdArray(array).at + lane * simdArray(array).pitch;
