/** The lab's end of the protocol: takes commands, and owns the workers that serve them, on the best engine that starts. */
import type { Road } from '../engine/choose.ts';
import { deadEnd, type Ladder } from '../engine/ladder.ts';
import type { Timer } from '../engine/waiting.ts';
import { explain, inOwnWords, workerFailure } from '../engine/words.ts';
import type { PostReports } from './batch.ts';
import type { Make } from './channel.ts';
import { CheckpointKeeper, type CheckpointStore } from './checkpointKeeper.ts';
import { CoordinatedRun } from './coordinator.ts';
import type { Job, JobResources, LaneWorker } from './job.ts';
import type { KeptRace } from './keptRace.ts';
import { CoordinatedMeasurement } from './measurement.ts';
import type { Command, LaneCommand, LaneReport } from './messages.ts';
import { EngineRace } from './race.ts';

type Order = Extract<Command, { type: 'start' | 'measure' }>;

export interface CoordinatorResources {
  readonly ladder: Pick<Ladder, 'choose' | 'close'>;
  readonly workersFor: JobResources['workersFor'];
  readonly keptRace: KeptRace;
  readonly spawn: Make<LaneCommand, readonly LaneReport[]>;
  readonly post: PostReports;
  /** Where an order's checkpoints are kept. */
  readonly checkpoints: (where: string) => CheckpointStore;
  /** Milliseconds. */
  readonly now: () => number;
  readonly timer: Timer;
}

/** Returns the handler of commands. */
export function coordinate(resources: CoordinatorResources): (command: Command) => void {
  const workers = new Map<number, LaneWorker>();
  let run: CoordinatedRun | null = null;
  let measurement: CoordinatedMeasurement | null = null;
  let race: EngineRace | null = null;
  // Commands that follow a start or a measurement wait for its road.
  let ready = Promise.resolve();
  const queue = (work: () => Promise<void> | void) => {
    ready = ready.then(work).catch((error: unknown) => run?.fail({ type: 'failed', message: inOwnWords(error) }));
  };

  function workerAt(index: number): LaneWorker {
    const known = workers.get(index);
    if (known) return known;
    // What a worker that was ended says is not of the one that has its place now.
    const current = () => workers.get(index) === spawned;
    // While engines race, nothing else has begun.
    const jobs = () => (race?.running ? [race] : [run, measurement].filter((job) => job !== null));
    const spawned: LaneWorker = resources.spawn(
      (reports) => {
        for (const report of reports) if (current()) jobs().forEach((job) => job.receive(index, report));
      },
      (message) => {
        if (!current()) return;
        // Others of the same engine go with it; a job may have fresh ones in their place.
        endWorkers();
        jobs().forEach((job) => job.crash(index, workerFailure(message), message ? explain(new Error(message)).what : null));
      },
    );
    workers.set(index, spawned);
    return spawned;
  }

  function endWorkers(): void {
    for (const worker of workers.values()) worker.terminate();
    workers.clear();
  }

  const workResources = () => {
    const { workersFor, now, timer } = resources;
    return { workersFor, workerAt, endWorkers, now, timer };
  };

  function jobResources(job: () => Job): JobResources {
    const keeper: JobResources['keeper'] = (where, onProblem) => (where === undefined ? null : new CheckpointKeeper(resources.checkpoints(where), onProblem, resources.timer));
    return { ...workResources(), keeper, post: resources.post, onNoEngine: (road, why) => leave(job(), road, why) };
  }

  async function launch(job: Job): Promise<void> {
    const own = race = new EngineRace({ ...workResources(), keeper: () => null }, resources.keptRace, () => {
      resources.post([{ run: job.order.run, type: 'note', text: 'The processor and the graphics processor race for a moment, once on this machine: the faster one computes.' }]);
    });
    try {
      await job.prepare?.();
      const road = await resources.ladder.choose(job.order.choice, (gpu) => own.run(gpu));
      // What called the race off ends the job, too, or puts another in its place.
      if (job.goesOn && !own.calledOff) job.begin(road);
    } catch (error) {
      job.fail({ type: 'failed', message: inOwnWords(error) });
    } finally {
      race = null;
    }
  }

  /** Starts again on the next road, with fresh workers: an engine that half started may hold what the next one needs. */
  function leave(job: Job, road: Road, why: string): void {
    endWorkers();
    if (resources.ladder.close(job.order.choice, road, why)) queue(() => launch(job));
    else job.fail({ type: 'failed', message: deadEnd(road, why) });
  }

  function begin(order: Order): Promise<void> {
    if (order.type === 'measure' && run?.goesOn) {
      resources.post([{ run: order.run, type: 'failed', message: 'a run is in progress' }]);
      return Promise.resolve();
    }
    measurement?.cancel();
    if (order.type === 'measure') {
      const job: CoordinatedMeasurement = measurement = new CoordinatedMeasurement(order, jobResources(() => job));
      return launch(job);
    }
    run?.cancel();
    const job: CoordinatedRun = run = new CoordinatedRun(order, jobResources(() => job));
    return launch(job);
  }

  async function serve(command: Command): Promise<void> {
    if (command.type === 'start' || command.type === 'measure') return begin(command);
    if (command.type === 'cancel') measurement?.cancel();
    run?.command(command);
  }

  return (command) => {
    // Commands wait for the race, and nobody should have to wait for one that no longer matters.
    if (command.type === 'cancel' || command.type === 'start') race?.callOff();
    queue(() => serve(command));
  };
}
