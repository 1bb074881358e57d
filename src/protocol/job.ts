/** What a run and a measurement, spread over workers, have in common for whoever starts them. */
import type { ResolvedChoice, Road } from '../engine/choose.ts';
import type { Timer } from '../engine/waiting.ts';
import type { PostReports } from './batch.ts';
import type { Channel } from './channel.ts';
import type { CheckpointKeeper } from './checkpointKeeper.ts';
import type { Command, LaneCommand, LaneReport, Told } from './messages.ts';

/** A worker that computes lanes. */
export type LaneWorker = Channel<LaneCommand>;

export interface JobResources {
  /** How many workers a run on this road deserves. At most one per lane is used. */
  readonly workersFor: (road: Road) => number;
  /** The worker of that number, which may have served others before. */
  readonly workerAt: (index: number) => LaneWorker;
  readonly endWorkers: () => void;
  /** Called where the engine of a road does not start. `why`: a clause. */
  readonly onNoEngine: (road: Road, why: string) => void;
  readonly post: PostReports;
  /** Keeps checkpoints where an order says; null where it does not. `onProblem` hears once, as a clause, why nothing can be kept. */
  readonly keeper: (where: string | undefined, onProblem: (why: string) => void) => CheckpointKeeper | null;
  /** Milliseconds. */
  readonly now: () => number;
  readonly timer: Timer;
}

export interface Job {
  readonly order: Extract<Command, { type: 'start' | 'measure' }>;
  readonly goesOn: boolean;
  /** What is to be done once, before it begins. */
  prepare?(): Promise<void>;
  /** Starts it, or starts it again on another road. */
  begin(road: ResolvedChoice): void;
  receive(index: number, report: LaneReport): void;
  /** A worker ended. `why`: a clause, null where no other engine would have helped. */
  crash(index: number, message: string, why: string | null): void;
  fail(failure: Extract<Told, { type: 'failed' }>): void;
  cancel(): void;
}
