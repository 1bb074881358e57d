/** What page and worker say to each other: plain `postMessage`, one discriminated union each way; reports come in lists. */
import type { Config, FieldKey } from '../config/fields.ts';
import type { EngineChoice } from '../engine/choose.ts';
import type { Checkpoint } from '../experiment/checkpoint.ts';
import type { Share } from '../experiment/deal.ts';
import type { RunEvent } from '../experiment/events.ts';
import type { Measured } from '../experiment/forecast.ts';
import type { RecordedLane } from '../experiment/recording.ts';
import type { RunResult } from '../experiment/result.ts';
import type { LaneSeries } from '../experiment/series.ts';
import type { Delivery, Dispatch } from './exchange.ts';

export type { EngineChoice };

/** A change of a field whose effect is `step`, from RL step `step` on. */
export interface PlannedChange {
  readonly step: number;
  readonly field: FieldKey;
  readonly value: Config[FieldKey];
}

export type Command =
  /**
   * Begins a run; one in progress is cancelled. `paused`: stop before the first RL step. `changes`: live changes of an
   * earlier run, which this one repeats at the same steps. `workers`: at most so many compute it; else as many as its road
   * deserves. `keep`: where its checkpoints are kept (see checkpointStores.ts); with `resume` it goes on from the newest of
   * them, or from the start where there is none that is whole.
   */
  | {
    readonly type: 'start'; readonly run: number; readonly config: Config; readonly choice: EngineChoice;
    readonly paused?: boolean; readonly changes?: readonly PlannedChange[]; readonly workers?: number;
    readonly keep?: string; readonly resume?: boolean;
  }
  /** Measures how fast such runs are here. Refused while a run goes on, dropped when one starts; `measured` answers it. */
  | { readonly type: 'measure'; readonly run: number; readonly config: Config; readonly choice: EngineChoice }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** One RL step, then pause. */
  | { readonly type: 'step' }
  /** From the next step, or the step numbered `from` where that is later. Only fields whose effect is `step`. */
  | { readonly type: 'change'; readonly field: FieldKey; readonly value: Config[FieldKey]; readonly from?: number }
  | { readonly type: 'cancel' };

/** `run` repeats the number of the `start` or `measure` it answers, so that late messages of a cancelled one can be told apart. */
export type Report = { readonly run: number } & (
  | RunEvent
  | { readonly type: 'paused'; readonly step: number }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'cancelled' }
  /** The run goes on from a checkpoint: what was told of later steps holds no more. */
  | { readonly type: 'rewound'; readonly step: number; readonly changes: RunResult['changes']; readonly series: readonly LaneSeries[]; readonly pages: readonly RecordedLane[] }
  | ({ readonly type: 'measured' } & Measured)
  /**
   * The run cannot go on. `field` names a field at fault. Between workers alone: `noEngine`, the engine did not start, or
   * `lost`, it is gone in the middle of a run and another may go on; both for a reason that is a clause.
   */
  | { readonly type: 'failed'; readonly message: string; readonly field?: FieldKey; readonly noEngine?: true; readonly lost?: true }
);

/** What a worker that computes lanes is told: of a run, its share. */
export type LaneCommand =
  | Exclude<Command, { type: 'start' }>
  /** `from`: what its lanes go on from. */
  | (Omit<Extract<Command, { type: 'start' }>, 'keep' | 'resume'> & { readonly share: Share; readonly from?: Pick<Checkpoint, 'step' | 'changes' | 'lanes'> })
  /** Tell what the lanes go on from after RL step `step`, which has not begun. */
  | { readonly type: 'checkpoint'; readonly step: number }
  | Delivery;

/** What it says. */
export type LaneReport = Report | ({ readonly run: number } & Dispatch);

type WithoutRun<R> = R extends Report | LaneReport ? Omit<R, 'run'> : never;

/** A report without the number of its run. */
export type Told = WithoutRun<Report>;
export type LaneTold = WithoutRun<LaneReport>;
