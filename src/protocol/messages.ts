/** What page and worker say to each other: plain `postMessage`, one discriminated union each way. */
import type { BackendName, EngineName } from '../engine/engine.ts';
import type { Config, FieldKey } from '../config/fields.ts';
import type { RunEvent } from '../experiment/events.ts';

export interface EngineChoice {
  readonly backend: BackendName | 'auto';
  readonly engine: EngineName | 'auto';
}

export type Command =
  /** Begins a run; one in progress is cancelled. `paused`: stop before the first RL step. */
  | { readonly type: 'start'; readonly run: number; readonly config: Config; readonly choice: EngineChoice; readonly paused?: boolean }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** One RL step, then pause. */
  | { readonly type: 'step' }
  /** From the next step. Only fields whose effect is `step`. */
  | { readonly type: 'change'; readonly field: FieldKey; readonly value: Config[FieldKey] }
  | { readonly type: 'cancel' };

/** `run` repeats the number of the `start` it answers, so that late messages of a cancelled run can be told apart. */
export type Report = { readonly run: number } & (
  | RunEvent
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'cancelled' }
  /** The run cannot go on. `field` names a field at fault. */
  | { readonly type: 'failed'; readonly message: string; readonly field?: FieldKey }
);
