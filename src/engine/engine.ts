/**
 * What an engine computes, for all lanes at once. A lane is one seed: its own parameters, its own batch, its own random
 * stream. Every array's first axis counts lanes. Nothing here knows what an arm or a reward's meaning is.
 *
 * Calls enqueue work and return at once with handles; only `read` waits. Shapes are fixed by the caller, so an engine
 * may reuse its buffers. In shapes: R lanes, B responses, S tokens of prompt + response, L of the response alone,
 * V words, D_p the policy's width, D_rm the reward trunk's, K responses a group.
 */
import type { FeedbackShape, TransformerShape } from './layout.ts';

export type BackendName = 'webgpu' | 'wasm' | 'cpu';
export type EngineName = 'ops' | 'fused' | 'simd';

export interface EngineInfo {
  readonly engine: EngineName;
  readonly backend: BackendName;
  /** The adapter's or processor's own description, as far as the browser tells it. */
  readonly device: string;
}

/** A handle to an array on the engine's device. */
export interface DeviceArray {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
}

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Largest gradient norm of a lane (its L2 norm over all parameters); Infinity for no clipping. */
  readonly maxGradientNorm: number;
  /** AdamW's decoupled weight decay: each step shrinks parameters by this times the learning rate. None by default. */
  readonly weightDecay?: number;
}

/** Parameters in training, with Adam's moments. Created by an engine; freed by `free`. */
export interface Trainable {
  readonly lanes: number;
  /** (R, P) float32, in the layout of the model's shape. */
  readonly parameters: DeviceArray;
  /** Updates made so far, the same for all lanes: Adam's bias correction counts them. */
  readonly steps: number;
}
export interface Transformer extends Trainable {
  readonly kind: 'transformer';
  readonly shape: TransformerShape;
}
/** R2M's cross attention and scoring head. */
export interface FeedbackModel extends Trainable {
  readonly kind: 'feedback';
  readonly shape: FeedbackShape;
}
/** The scoring head phi alone. */
export interface Head extends Trainable {
  readonly kind: 'head';
  /** F: features that it scores, D_rm where they are the reward trunk's final states. */
  readonly width: number;
}

export interface RolloutRequest {
  /** (R, B, promptLength) word numbers. */
  readonly prompts: Int32Array;
  readonly promptLength: number;
  /** L: the most words a response has, its EOS included. */
  readonly responseLength: number;
  /** One key per lane: response b draws its l-th word with `uniform(key, b * L + l)`. */
  readonly keys: Uint32Array;
  /** Softmax temperature; 0 takes the most probable word (no draw). */
  readonly temperature: number;
}

/** Responses to prompts, whoever wrote them. */
export interface ResponseTokens {
  readonly batch: number;
  readonly promptLength: number;
  /** (R, B, S) int32: prompt, response, EOS, then PAD. A response that never ends has no EOS. */
  readonly tokens: DeviceArray;
}

/** Responses and what the old policy of Eq. 2 thinks of them. */
export interface RatedResponses extends ResponseTokens {
  /** log pi_old of each response token at temperature 1, (R, B, L); 0 at PAD. */
  readonly logProbs: DeviceArray;
}

/** Sampled responses; the old policy is the one that sampled them. */
export interface Rollout extends RatedResponses {
  /** h, policy feedback: final-LN states of the sampling policy at every position, (R, B, S, D_p). What PAD positions hold is the engine's affair: mask them. */
  readonly hidden: DeviceArray;
}

export interface PolicyObjective {
  /** rho of Eq. 2 for each token or for the whole response. */
  readonly ratio: 'token' | 'sequence';
  readonly clip: number;
  /** Weight of the exact KL, summed over positions. */
  readonly beta: number;
  /** The loss is a mean over responses, divided by this. */
  readonly divisor: number;
  readonly learningRate: number;
  readonly adam: AdamOptions;
}

export interface PolicyStep {
  /** (R, B, S, D_p): the states of this epoch's forward pass, made before its update. */
  readonly hidden: DeviceArray;
  /** (R, 5) in the order of `policyStatistics`. */
  readonly statistics: DeviceArray;
}
/** Means over responses; kl and entropy are summed over a response's positions; clipFraction is over tokens (or responses). */
export const policyStatistics = ['loss', 'kl', 'entropy', 'clipFraction', 'gradientNorm'] as const;

export interface Divergence {
  /** KL(pi || ref), exact over the vocabulary, summed over response positions: (R, B). */
  readonly kl: DeviceArray;
  /** Entropy of pi in nats, summed over response positions: (R, B). */
  readonly entropy: DeviceArray;
}

export type AdvantageName = 'rloo' | 'grpo' | 'remax' | 'reinforcePlusPlus';

export interface FeedbackInput {
  /** RTE of each response, (R, B, D_rm). */
  readonly states: DeviceArray;
  /** h, (R, B, S, D_p). */
  readonly hidden: DeviceArray;
  /** (R, B, S), for the padding mask. */
  readonly tokens: DeviceArray;
  /** omega(t) of Eq. 4. */
  readonly omega: number;
}

export interface FeedbackObjective {
  /** alpha of Eq. 7. */
  readonly alpha: number;
  readonly groupSize: number;
  readonly learningRate: number;
  readonly adam: AdamOptions;
}
/** Order of a feedback step's statistics, (R, 4): means over groups, before the update. */
export const feedbackStatistics = ['loss', 'bt', 'gre', 'gradientNorm'] as const;

/** Pairs of responses of which the first is preferred. */
export interface PreferencePairs {
  /** Its features minus those of the other, (R, N, F). */
  readonly differences: DeviceArray;
  /** What each pair counts in the loss, (R, N); they add up to 1 where that is a mean. */
  readonly weights: DeviceArray;
}

/** Models of a run at the length S of their sequences: what an engine may have to compile for. */
export interface ShapesInUse {
  /** `samples`: rollouts are drawn from it. `trains`: it is trained, or soon will be. */
  readonly transformers: readonly { readonly shape: TransformerShape; readonly samples: boolean; readonly trains: boolean }[];
  readonly feedback: readonly FeedbackShape[];
  readonly length: number;
}

export interface Engine {
  readonly info: EngineInfo;
  /** Whether work is queued on a device of its own, so that it pays to enqueue more before the last results are read. */
  readonly queues: boolean;
  /** Resolves, with the browser's reason, when the device is gone: nothing works from then on. Absent where there is no device to lose. */
  readonly lost?: Promise<string>;

  /** Gives memory back that nothing uses, where the engine holds any, and compiles for these shapes ahead of use, so that it can be shown as progress. Without it the first use compiles. */
  prepare(shapes: ShapesInUse, onProgress: (done: number, total: number) => void): Promise<void>;
  /** Copies values to the device; `shape[0]` counts lanes. */
  upload(values: Float32Array | Int32Array, shape: readonly number[]): DeviceArray;
  /** Copies arrays back, all in one readback. Values come as float32; words are exact in it. */
  read(arrays: readonly DeviceArray[]): Promise<Float32Array[]>;
  free(...items: readonly (DeviceArray | Trainable)[]): void;
  /** Runs `work` and frees every array made inside but those it returns. Trainables made inside live on. */
  scope<T extends readonly DeviceArray[]>(work: () => T): T;
  /** Device bytes and arrays now in use, to show that nothing leaks. */
  memory(): { readonly bytes: number; readonly arrays: number };
  dispose(): void;

  /** `parameters` is (R, P), flat, lane after lane. */
  createTransformer(shape: TransformerShape, parameters: Float32Array): Transformer;
  createFeedbackModel(shape: FeedbackShape, parameters: Float32Array): FeedbackModel;
  createHead(width: number, parameters: Float32Array): Head;
  /** All that training goes on from but `steps`: of each lane its parameters, then Adam's first and second moments of them, (R, 3 P). */
  save(model: Trainable): DeviceArray;
  /**
   * Makes `model` what it was when `saved` was saved and `steps` updates had been made: from there on the same calls give
   * the same bits. `saved` is (R, 3 P), as it was read back; several `steps` are one for each lane.
   *
   * @throws Error where `saved` is not of the model's size, RangeError where lanes have made different numbers of steps
   */
  restore(model: Trainable, saved: Float32Array, steps: readonly number[] | number): void;

  /** Samples responses and the sampling policy's view of them. */
  rollout(policy: Transformer, request: RolloutRequest): Rollout;
  /** RTE: the final-LN state at the last token that is not PAD, (R, B, D_rm). */
  finalStates(trunk: Transformer, tokens: DeviceArray): DeviceArray;
  /** h: final-LN states at every position of given tokens, (R, B, S, D); PAD as in `Rollout`. */
  hiddenStates(model: Transformer, tokens: DeviceArray): DeviceArray;
  /** log pi of every word at each response position, (R, B, L, V); PAD as in `Rollout`. */
  logProbabilities(model: Transformer, responses: ResponseTokens): DeviceArray;
  /** log pi of each response token at temperature 1, (R, B, L); 0 at PAD. Right after a rollout they are its `logProbs`, but for rounding. */
  tokenLogProbabilities(model: Transformer, responses: ResponseTokens): DeviceArray;
  divergence(policy: Transformer, responses: ResponseTokens, referenceLogProbs: DeviceArray): Divergence;

  /** phi(H_last) * scale, (R, B). `head` is (R, D_rm + 1) in `headLayout`. */
  headRewards(head: DeviceArray, states: DeviceArray, scale: number): DeviceArray;
  /** phi(H_fin), Eqs. 3 and 4, (R, B). */
  feedbackRewards(model: FeedbackModel, input: FeedbackInput): DeviceArray;
  /** What Eq. 3's attention gives each position of a response, (R, B, S): they add up to 1 over those that are not PAD, and PAD gets 0. */
  feedbackAttention(model: FeedbackModel, input: FeedbackInput): DeviceArray;
  /** `values` (R, N) times (sd of `target` within groups / sd of `rewards` within groups, both (R, B)), one factor per lane. */
  matchScale(values: DeviceArray, rewards: DeviceArray, target: DeviceArray, groupSize: number): DeviceArray;
  /** (R, B). Groups are runs of `groupSize` responses; ReMax needs the greedy response's reward of each group, (R, B / K). */
  advantages(name: AdvantageName, rewards: DeviceArray, groupSize: number, greedy: DeviceArray | null): DeviceArray;

  /**
   * One epoch over the batch: forward, clipped objective [2], backward, Adam. Advantages are those of responses, (R, B),
   * or of their tokens, (R, B, L).
   *
   * @throws RangeError where advantages are of another shape, or of tokens while ratios are of whole responses
   */
  policyStep(
    policy: Transformer, responses: RatedResponses, advantages: DeviceArray, referenceLogProbs: DeviceArray, objective: PolicyObjective,
  ): PolicyStep;
  /** One Adam step on the mean cross entropy of the response tokens of `tokens`, (R, B, S) int32. Returns loss and gradient norm, (R, 2). */
  languageModelStep(model: Transformer, tokens: DeviceArray, promptLength: number, learningRate: number, adam: AdamOptions): DeviceArray;
  /** One Adam step on GREBT [7], the pairs taken from `annotated` (R, B). Returns (R, 4). */
  feedbackStep(model: FeedbackModel, input: FeedbackInput, annotated: DeviceArray, objective: FeedbackObjective): DeviceArray;
  /** One Adam step on the weighted sum of -log sigmoid(r_w - r_l) (Bradley and Terry 1952). Returns loss and gradient norm, (R, 2). */
  bradleyTerryStep(head: Head, pairs: PreferencePairs, learningRate: number, adam: AdamOptions): DeviceArray;
}
