/**
 * What an arm is: how it turns a rollout into rewards, and what it trains beside the policy. `CONTRACT.md` says how to write
 * one. A method sees the engine, its own lanes and counted labels; it never sees gold.
 */
import type { Config, FieldKey, FieldTable, Values } from '../config/fields.ts';
import type { DeviceArray, Engine, Rollout, Trainable, Transformer } from '../engine/engine.ts';
import type { FeedbackShape } from '../engine/layout.ts';
import type { Stream } from '../engine/random.ts';

/** A plain value is enqueued, with no readback; a promise means that something is read first. */
export type Late<T> = T | Promise<T>;

/** A run's configuration as one arm has it, its method's own fields included. */
export type ArmConfig = Config & Readonly<Record<string, unknown>>;
/** The same, where the method's fields are known. */
export type OwnConfig<F extends FieldTable> = string extends keyof F ? ArmConfig : Config & Values<F>;

/** How close a method is to its source. */
export type Status = 'baseline' | 'faithful' | 'variant' | 'analogue' | 'control' | 'ours';

/** The groups in which methods are offered. */
export const FAMILIES = ['Basics', 'The paper’s ablations', 'Controls', 'Labels bought on the way', 'Typical words only'] as const;
export type Family = (typeof FAMILIES)[number];

/** A small chart of a number that the method reports. */
export interface MethodChart {
  readonly title: string;
  readonly unit: string;
  /** The column it draws. */
  readonly column: string;
  /** What to look at, from the arm's configuration. */
  readonly look: (config: Config) => string;
  /** Extent of the vertical axis, where the quantity has one. */
  readonly extent?: readonly [number, number];
}

/** Responses as the reward models read them: R lanes, B responses of each. */
export interface Responses {
  /** (R, B, S) words. */
  readonly tokens: DeviceArray;
  /** RTE of the frozen trunk, (R, B, D_rm). */
  readonly states: DeviceArray;
  /** h, the policy's states, (R, B, S, D_p). Of held-out pairs they are there only for a method that `readsPolicy`. */
  readonly hidden: DeviceArray;
  /** The frozen reward model's scores, (R, B). */
  readonly frozenRewards: DeviceArray;
  /** RL step, counted from 1. */
  readonly t: number;
  /** Names these responses among all of a run, for methods that draw random numbers of their own. */
  readonly path: readonly (string | number)[];
}

/** A training batch, grouped by prompt. */
export interface Batch extends Responses {
  readonly rollout: Rollout;
  /** The most probable response to each prompt, where the advantage is ReMax: its reward is the baseline. */
  readonly greedy: Responses | null;
}

/** Numbers of a step, for every lane: (R, columns), flat. Arrays on the device are read with the step's other numbers. */
export interface Reported {
  readonly columns: readonly string[];
  readonly values: DeviceArray | readonly number[];
}

export interface Annotation {
  /** In the units that become advantages, (R, B). The batch's own `frozenRewards` may be returned as they are. */
  readonly rewards: DeviceArray;
  /** Of `batch.greedy`, in the same units, (R, B / K). Null where there is none. */
  readonly baseline: DeviceArray | null;
  /** (R, B), or (R, B, L) for single words; null for the run's own rule. */
  readonly advantages: DeviceArray | null;
  readonly reported?: Reported | null;
}

/** What a method hears when the policy's last epoch is enqueued. */
export interface Stepped {
  readonly batch: Batch;
  readonly annotation: Annotation;
  readonly policy: Transformer;
  /** h of the last epoch's forward pass. */
  readonly fresh: DeviceArray;
}

/** Two responses to one prompt, as words with or without PAD after them. */
export interface Pair {
  readonly prompt: ArrayLike<number>;
  readonly first: ArrayLike<number>;
  readonly second: ArrayLike<number>;
}

/** One lane's labelled pairs of SFT samples. Plain data. */
export interface LabelledPairs {
  /** (2 N, S): the two responses of a pair are neighbours. */
  readonly tokens: Int32Array;
  /** Their RTEs, (2 N, D_rm). */
  readonly states: Float32Array;
  /** Whether the first of each pair was preferred. */
  readonly firstPreferred: readonly boolean[];
}

/** Unlabelled SFT samples of one lane, on which a reward has mean 0 and standard deviation 1. */
export interface Samples {
  /** (N, S) words. */
  readonly tokens: Int32Array;
  /** (N, D_rm). */
  readonly states: Float32Array;
}

/** All that an arm may see. */
export interface Lab<F extends FieldTable = FieldTable> {
  readonly engine: Engine;
  readonly seeds: readonly number[];
  /** The arm's configuration now in force; fields that take effect at the next step can change between steps. */
  readonly config: () => OwnConfig<F>;
  /** `head`: the frozen scoring heads, (R, D_rm + 1) in `headLayout`; `heads` are the same as plain rows. */
  readonly models: { readonly reference: Transformer; readonly trunk: Transformer; readonly head: DeviceArray };
  readonly heads: readonly Float32Array[];
  readonly pairs: readonly LabelledPairs[];
  readonly samples: readonly Samples[];
  /** Has gold compare two responses, counted for this lane alone: whether the first is preferred. */
  label(lane: number, pair: Pair): boolean;
  /** A stream of this lane and method: drawing from it moves no other arm. */
  stream(lane: number, ...path: readonly (string | number)[]): Stream;
  /** Lets messages in during long work; throws where the run is cancelled. */
  breathe(): Promise<void>;
}

/** The lab of any method, for what reads no own field. */
export type AnyLab = Pick<Lab, keyof Lab>;

/** What a checkpoint keeps of a method: one row of numbers for each lane under each name; of trainable models `savedModel` makes them. */
export type Saved = Readonly<Record<string, readonly Float32Array[]>>;

/**
 * One arm at work on its lanes. An array that is returned goes to the caller, which frees it, and may be one of those that
 * were given; every other array that a method makes it frees itself (`engine.scope` does so), or in `dispose`.
 */
export interface MethodRun {
  /** The arm's own reward, in its own units: (R, B). For evaluations. */
  score(responses: Responses): Late<DeviceArray>;
  annotate(batch: Batch): Late<Annotation>;
  /** Trains what the method trains; its numbers, or null. */
  after?(step: Stepped): Late<Reported | null>;
  /** Models and rows of numbers that the method's next step depends on. */
  readonly state: Readonly<Record<string, Trainable | readonly Float32Array[]>>;
  dispose(): void;
}

export interface Method<F extends FieldTable = FieldTable> {
  readonly name: string;
  readonly title: string;
  /** One line for the page. */
  readonly summary: string;
  /** The question that comparing it answers. */
  readonly isolates: string;
  readonly family: Family;
  readonly source: string;
  readonly status: Status;
  /** Its own fields. */
  readonly fields: F;
  /** The run's fields of the group R2M that it reads. An arm may set them for itself, as it may those of reinforcement learning. */
  readonly reads: readonly FieldKey[];
  /** Settings that make it the frozen arm, bit for bit. */
  readonly off?: Readonly<Record<string, number | string | boolean>>;
  /** What it fixes of the run's fields, from the arm's configuration. */
  readonly fixes?: (config: OwnConfig<F>) => Partial<Config>;
  /** The columns of numbers that its steps report. */
  readonly reports: readonly string[];
  readonly charts: readonly MethodChart[];
  /** Whether its reward reads the policy's states: at evaluations they cost a pass over the held-out pairs. */
  readonly readsPolicy: boolean;
  /** Feedback models to compile. */
  readonly feedback?: (config: OwnConfig<F>) => readonly FeedbackShape[];
  start(lab: Lab<F>, saved: Saved | null): Late<MethodRun>;
}

/** Goes on with a value at once where it is there, and when it has come where it is not. */
export function later<T, U>(value: Late<T>, next: (value: T) => Late<U>): Late<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** The annotation of a judge that has one rule for all responses, and the run's for advantages. */
export function scoredAlike(score: (responses: Responses) => DeviceArray, batch: Batch): Annotation {
  return { rewards: score(batch), baseline: batch.greedy && score(batch.greedy), advantages: null };
}

/** A method whose own fields are known to itself alone. */
export function defineMethod<const F extends FieldTable>(method: Method<F>): Method {
  return method as unknown as Method;
}
