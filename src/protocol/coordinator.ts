/**
 * One run spread over several workers that looks like one. A lane's numbers do not depend on the lanes beside it, so the
 * seeds are dealt out; the workers are kept within a few steps of each other by granting them steps, and what they report
 * is passed on step by step, in the order of the lanes.
 */
import type { Config } from '../config/fields.ts';
import type { RunEvent, Stage } from '../experiment/events.ts';
import { STAGES } from '../experiment/events.ts';
import type { RunResult } from '../experiment/result.ts';
import { appendEvaluation, appendTraining, LaneTable } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import { dealSeeds } from '../experiment/shares.ts';
import { CoordinatedMeasurement } from './measurement.ts';
import type { Command, EngineChoice, Report, Told } from './messages.ts';

type Start = Extract<Command, { type: 'start' }>;
type Measure = Extract<Command, { type: 'measure' }>;
type LaneEvent = Extract<RunEvent, { type: 'training' | 'evaluation' }>;

/** A worker that serves commands. */
export interface LaneWorker {
  post(command: Command): void;
  /** Ends it at once, and frees whatever it holds. */
  terminate(): void;
}

export interface CoordinatorResources {
  /** How many workers the run deserves, and the engine they are to start. At most one per seed is used. */
  readonly plan: (choice: EngineChoice, config: Config) => Promise<{ readonly workers: number; readonly choice: EngineChoice; readonly reason: string }>;
  readonly spawn: (onReport: (report: Report) => void, onCrash: (message: string) => void) => LaneWorker;
  readonly post: (report: Report) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Steps that the fastest worker may be ahead of the slowest. */
const LOOKAHEAD = 2;

/** Returns the handler of commands. */
export function coordinate(resources: CoordinatorResources): (command: Command) => void {
  const workers = new Map<number, LaneWorker>();
  let run: CoordinatedRun | null = null;
  let measurement: CoordinatedMeasurement | null = null;

  function workerAt(index: number): LaneWorker {
    const known = workers.get(index);
    if (known) return known;
    const spawned = resources.spawn(
      (report) => {
        run?.receive(index, report);
        measurement?.receive(report);
      },
      (message) => {
        run?.crash(message);
        measurement?.crash(message);
        endWorkers();
      },
    );
    workers.set(index, spawned);
    return spawned;
  }

  /** An engine that failed may go on failing: a lost device, a full heap. The next run gets fresh ones. */
  function endWorkers(): void {
    for (const worker of workers.values()) worker.terminate();
    workers.clear();
  }

  async function start(command: Start): Promise<void> {
    run?.cancel();
    measurement?.cancel();
    const began = resources.now();
    try {
      const { workers: most, choice, reason } = await resources.plan(command.choice, command.config);
      const shares = dealSeeds(command.config.seeds, most);
      run = new CoordinatedRun(command, reason, shares, shares.map((_, index) => workerAt(index)), resources, began, endWorkers);
      run.start(choice);
    } catch (error) {
      refuse(command, error);
    }
  }

  async function measure(command: Measure): Promise<void> {
    if (run?.goesOn) return refuse(command, new Error('a run is in progress'));
    measurement?.cancel();
    try {
      const { workers: count, choice } = await resources.plan(command.choice, command.config);
      const all = Array.from({ length: count }, (_, index) => workerAt(index));
      measurement = new CoordinatedMeasurement({ ...command, choice }, all, resources.post, endWorkers);
    } catch (error) {
      refuse(command, error);
    }
  }

  function refuse({ run }: Start | Measure, error: unknown): void {
    resources.post({ run, type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }

  async function serve(command: Command): Promise<void> {
    if (command.type === 'start') return start(command);
    if (command.type === 'measure') return measure(command);
    if (command.type === 'cancel') measurement?.cancel();
    run?.command(command);
  }

  // Commands that follow a start or a measurement wait for its plan.
  let ready = Promise.resolve();
  return (command) => {
    ready = ready.then(() => serve(command));
  };
}

class CoordinatedRun {
  /** Steps that each worker has finished. */
  readonly #finishedSteps: number[];
  readonly #stages: Partial<Record<Stage, { done: number; total: number }>>[];
  readonly #results: (RunResult | null)[];
  readonly #waiting = new Map<number, LaneEvent[]>();
  readonly #series: LaneTable;
  #granted = 0;
  #paused: boolean;
  #over = false;
  /** Steps that all workers have finished; -1 before the first evaluation. */
  #step = -1;

  constructor(
    private readonly order: Start, private readonly reason: string,
    private readonly shares: readonly (readonly number[])[], private readonly workers: readonly LaneWorker[],
    private readonly resources: Pick<CoordinatorResources, 'post' | 'now'>, private readonly began: number,
    private readonly endWorkers: () => void,
  ) {
    const { seeds, arms } = order.config;
    this.#finishedSteps = workers.map(() => -1);
    this.#stages = workers.map(() => ({}));
    this.#results = workers.map(() => null);
    this.#paused = order.paused ?? false;
    this.#series = new LaneTable(arms, seeds);
  }

  start(choice: EngineChoice): void {
    this.workers.forEach((worker, index) => worker.post({
      ...this.order, choice, paused: true, config: { ...this.order.config, seeds: this.shares[index] },
    }));
  }

  get goesOn(): boolean {
    return !this.#over;
  }

  command(command: Exclude<Command, Start | Measure>): void {
    if (this.#over) return;
    switch (command.type) {
      case 'pause':
        this.#paused = true;
        return this.reportPause();
      case 'resume':
        if (!this.#paused) return;
        this.#paused = false;
        this.tell({ type: 'resumed', step: Math.max(0, this.#step) });
        return this.#step < 0 ? undefined : this.grant(this.#step + LOOKAHEAD);
      case 'step':
        this.#paused = true;
        return this.grant(this.#granted + 1);
      case 'change':
        return this.all({ ...command, from: this.#granted + 1 });
      case 'cancel':
        return this.cancel();
    }
  }

  cancel(): void {
    if (this.#over) return;
    this.end();
    this.tell({ type: 'cancelled' });
  }

  crash(message: string): void {
    this.fail({ type: 'failed', message });
  }

  receive(index: number, report: Report): void {
    if (this.#over || report.run !== this.order.run) return;
    switch (report.type) {
      case 'engine':
        return this.tellFrom(index, { type: 'engine', info: report.info, reason: this.reason });
      case 'stage':
        return this.progress(index, report);
      case 'training':
      case 'evaluation': {
        const waiting = this.#waiting.get(report.metrics.step) ?? [];
        waiting.push(report);
        this.#waiting.set(report.metrics.step, waiting);
        return;
      }
      case 'step':
        this.#finishedSteps[index] = report.step;
        return this.advance();
      case 'changed':
        return this.tellFrom(index, report);
      case 'finished':
        this.#results[index] = report.result;
        return this.finish();
      case 'failed':
        return this.fail(report);
      case 'paused':
      case 'resumed':
      case 'cancelled':
      case 'measured':
        // Pauses are this class's own; a worker is cancelled only after the run is over, and measurements are not of a run.
    }
  }

  private grant(upTo: number): void {
    const target = Math.min(upTo, this.order.config.steps);
    for (; this.#granted < target; this.#granted++) this.all({ type: 'step' });
  }

  private advance(): void {
    const common = Math.min(...this.#finishedSteps);
    while (this.#step < common) {
      this.#step++;
      this.release(this.#step);
      this.tell({ type: 'step', step: this.#step });
    }
    if (this.#paused) this.reportPause();
    else this.grant(this.#step + LOOKAHEAD);
  }

  private reportPause(): void {
    if (this.#paused && this.#step === this.#granted) this.tell({ type: 'paused', step: this.#step });
  }

  /** Passes on what all lanes have said of a step: training first, then evaluations, each in the order of the lanes. */
  private release(step: number): void {
    const events = this.#waiting.get(step) ?? [];
    this.#waiting.delete(step);
    for (const series of this.#series.all) {
      for (const event of events.filter(({ lane }) => lane.arm === series.arm && lane.seed === series.seed)) {
        if (event.type === 'training') appendTraining(series, event.metrics);
        else appendEvaluation(series, event.metrics);
        this.tell(event);
      }
    }
  }

  /** The stage that the slowest worker is in, over all workers. */
  private progress(index: number, { stage, done, total }: Extract<RunEvent, { type: 'stage' }>): void {
    this.#stages[index][stage] = { done, total };
    const reached = this.#stages.map((stages) => STAGES.findLastIndex((name) => stages[name]));
    if (STAGES[Math.min(...reached)] !== stage) return;
    // A worker whose seeds have this stage's result already has skipped it.
    const counts = this.#stages.flatMap((stages) => stages[stage] ?? []);
    const sum = (key: 'done' | 'total') => counts.reduce((all, count) => all + count[key], 0);
    // Labelling counts seeds, which the workers share; other stages count steps, which each worker makes.
    const perWorker = stage === 'labels' ? 1 : counts.length;
    this.tell({ type: 'stage', stage, done: Math.floor(sum('done') / perWorker), total: Math.round(sum('total') / perWorker) });
  }

  private finish(): void {
    const results = this.#results.filter((result) => result !== null);
    if (results.length < this.workers.length) return;
    this.#over = true;
    this.tell({
      type: 'finished',
      result: {
        ...results[0],
        config: this.order.config,
        seconds: (this.resources.now() - this.began) / 1000,
        ...summarise(this.#series.all),
      },
    });
  }

  private fail(failure: Extract<Told, { type: 'failed' }>): void {
    if (this.#over) return;
    this.end();
    if (failure.field === undefined) this.endWorkers();
    this.tell(failure);
  }

  private end(): void {
    this.#over = true;
    this.all({ type: 'cancel' });
  }

  private all(command: Command): void {
    for (const worker of this.workers) worker.post(command);
  }

  /** Passes on, from one worker, what all workers say alike. */
  private tellFrom(index: number, report: Told): void {
    if (index === 0) this.tell(report);
  }

  private tell(report: Told): void {
    this.resources.post({ ...report, run: this.order.run });
  }
}
