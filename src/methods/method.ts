/**
 * What an arm is: how it turns a rollout into rewards, and what it trains beside the policy. A method sees the engine,
 * its own lanes and the counted labellers; it never sees gold.
 */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { DeviceArray, Engine, Rollout } from '../engine/engine.ts';

export interface MethodContext {
  readonly engine: Engine;
  /** The configuration now in force; it can change between steps. */
  readonly config: () => Config;
  readonly seeds: readonly number[];
  /** Each seed's frozen scoring head, (D_rm + 1) in `headLayout`. */
  readonly heads: readonly Float32Array[];
}

/** Responses as the reward models read them. */
export interface Responses {
  readonly tokens: DeviceArray;
  /** RTE of the frozen trunk, (R, B, D_rm). */
  readonly states: DeviceArray;
  /** h, the policy's states, (R, B, S, D_p). */
  readonly hidden: DeviceArray;
  /** The frozen reward model's scores, (R, B). */
  readonly frozenRewards: DeviceArray;
  /** RL step, counted from 1. */
  readonly t: number;
}

/** A training batch, grouped by prompt. */
export interface Batch extends Responses {
  readonly rollout: Rollout;
}

/** One arm at work on its lanes. All calls enqueue and return at once; arrays they return live in the caller's scope. */
export interface MethodRun {
  /** The arm's own reward, in its own units: (R, B). */
  score(responses: Responses): DeviceArray;
  /** Rewards of responses in the units that become the batch's advantages, (R, B): those of the batch itself, and of a baseline. */
  annotate(responses: Responses, batch: Batch): DeviceArray;
  /**
   * After the policy's last epoch; `fresh` is h of that epoch's forward pass. Returns (R, 4) in the order of
   * `feedbackStatistics`, or null where the arm trains nothing.
   */
  afterPolicyStep(batch: Batch, annotated: DeviceArray, fresh: DeviceArray): DeviceArray | null;
  /** omega(t) where the arm has one. */
  omega(t: number): number | null;
  /** Frees what the arm keeps on the device. */
  dispose(): void;
}

export interface Method {
  readonly name: ArmName;
  readonly title: string;
  /** One line for the page. */
  readonly summary: string;
  readonly source: string;
  /** How close it is to its source. */
  readonly status: 'baseline' | 'faithful' | 'variant' | 'control';
  start(context: MethodContext): MethodRun;
}
