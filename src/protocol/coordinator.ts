/**
 * One run spread over several workers that looks like one. A lane's numbers do not depend on the lanes beside it, so the
 * lanes are dealt out; what is made once per seed goes from worker to worker. The workers are kept within a few steps of
 * each other by granting them steps, and what they report is passed on step by step, in the order of the lanes.
 */
import { roadsOf, type ResolvedChoice } from '../engine/choose.ts';
import { dealLanes } from '../experiment/deal.ts';
import type { RunEvent } from '../experiment/events.ts';
import type { RunResult } from '../experiment/result.ts';
import { MOST_UNDER_WAY } from '../experiment/control.ts';
import { appendEvaluation, appendTraining, lanesOf, LaneTable, type LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import { batched } from './batch.ts';
import { Switchboard } from './exchange.ts';
import type { Job, JobResources, LaneWorker } from './job.ts';
import type { Command, LaneReport, Report, Told } from './messages.ts';
import { StageCounts } from './stageCounts.ts';
import { patienceWith, StartWatch } from './startWatch.ts';

type Start = Extract<Command, { type: 'start' }>;
type Measure = Extract<Command, { type: 'measure' }>;
type Change = Extract<Command, { type: 'change' }>;
type LaneEvent = Extract<RunEvent, { type: 'training' | 'evaluation' }>;

/** Steps that the fastest worker may be ahead of the slowest: what a worker may have under way, and the one that it queues. */
const LOOKAHEAD = MOST_UNDER_WAY + 1;

export class CoordinatedRun implements Job {
  #workers: readonly LaneWorker[] = [];
  #watch: StartWatch | null = null;
  #road: ResolvedChoice | null = null;
  /** Steps that each worker has finished. */
  #finishedSteps: number[] = [];
  #stages = new StageCounts([]);
  #switchboard: Switchboard | null = null;
  #results: (RunResult | null)[] = [];
  /** Live changes as the workers were told them. */
  readonly #changes: Change[] = [];
  readonly #notes = new Set<string>();
  readonly #waiting = new Map<number, LaneEvent[]>();
  readonly #series: LaneTable;
  #granted = 0;
  #paused: boolean;
  #over = false;
  /** Steps that all workers have finished; -1 before the first evaluation. */
  #step = -1;

  private readonly began: number;
  private readonly tellReport: (report: Report) => void;

  constructor(readonly order: Start, private readonly resources: JobResources) {
    this.began = resources.now();
    this.tellReport = batched(resources.post);
    this.#paused = order.paused ?? false;
    this.#series = new LaneTable(lanesOf(order.config));
  }

  /** Starts on a road, and again on the next where that one led nowhere: what has been told since is told anew. */
  begin(road: ResolvedChoice): void {
    const { order, resources } = this;
    const { reason, ...choice } = road;
    const shares = dealLanes(order.config, Math.min(order.workers ?? Infinity, resources.workersFor(road)));
    const stages = new StageCounts(shares.map(({ owned }) => owned.length));
    this.#road = road;
    this.#workers = shares.map((_, index) => resources.workerAt(index));
    this.#finishedSteps = shares.map(() => -1);
    this.#stages = stages;
    this.#switchboard = new Switchboard(order.config.seeds, shares, (index, delivery) => this.#workers[index].post(delivery), (training) => {
      stages.expect('sft', training.map(({ sft }) => sft.length));
      stages.expect('trunk', training.map(({ trunk }) => trunk.length));
    });
    this.#results = shares.map(() => null);
    this.#waiting.clear();
    this.#watch = new StartWatch(shares.length, patienceWith(roadsOf(order.choice)), resources.timer, (why) => this.leave(why));
    this.#workers.forEach((worker, index) => worker.post({ ...order, choice, paused: true, share: shares[index] }));
    this.#changes.forEach((change) => this.all(change));
    for (let step = 0; step < this.#granted; step++) this.all({ type: 'step' });
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
        this.#changes.push({ ...command, from: this.#granted + 1 });
        return this.all(this.#changes.at(-1)!);
      case 'cancel':
        return this.cancel();
    }
  }

  cancel(): void {
    if (this.#over) return;
    this.end();
    this.tell({ type: 'cancelled' });
  }

  crash(index: number, message: string, why: string | null): void {
    if (why !== null && this.#watch?.isStarting(index)) this.leave(why);
    else this.fail({ type: 'failed', message });
  }

  /** The road leads nowhere: another is tried, where there is one. */
  private leave(why: string): void {
    if (this.#over || !this.#road) return;
    this.#watch?.end();
    this.resources.onNoEngine(this.#road, why);
  }

  receive(index: number, report: LaneReport): void {
    if (this.#over || report.run !== this.order.run) return;
    this.#watch?.heard(index, report);
    switch (report.type) {
      case 'engine':
        return this.tellFrom(index, { type: 'engine', info: report.info, reason: this.#road?.reason ?? '' });
      case 'note':
        if (this.#notes.has(report.text)) return;
        this.#notes.add(report.text);
        return this.tell(report);
      case 'stage':
      case 'learning':
        return this.#stages.heard(index, report).forEach((told) => this.tell(told));
      case 'found':
      case 'trained':
      case 'prepared':
        return this.#switchboard?.receive(index, report);
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
        return report.noEngine ? this.leave(report.message) : this.fail(report);
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

  /** Passes on what all lanes have said of a step, in the order of the lanes: of each its training, then its evaluation. */
  private release(step: number): void {
    const ofLanes = new Map<LaneSeries, LaneEvent[]>(this.#series.all.map((series) => [series, []]));
    for (const event of this.#waiting.get(step) ?? []) ofLanes.get(this.#series.at(event.lane))?.push(event);
    this.#waiting.delete(step);
    for (const [series, events] of ofLanes) {
      for (const event of events) {
        if (event.type === 'training') appendTraining(series, event.metrics);
        else appendEvaluation(series, event.metrics);
        this.tell(event);
      }
    }
  }

  private finish(): void {
    const results = this.#results.filter((result) => result !== null);
    if (results.length < this.#workers.length) return;
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

  /** An engine that failed may go on failing: a lost device, a full heap. The next run gets fresh workers. */
  fail(failure: Extract<Told, { type: 'failed' }>): void {
    if (this.#over) return;
    this.end();
    if (failure.field === undefined) this.resources.endWorkers();
    this.tell(failure);
  }

  private end(): void {
    this.#over = true;
    this.#watch?.end();
    this.all({ type: 'cancel' });
  }

  private all(command: Exclude<Command, Start>): void {
    for (const worker of this.#workers) worker.post(command);
  }

  /** Passes on, from one worker, what all workers say alike. */
  private tellFrom(index: number, report: Told): void {
    if (index === 0) this.tell(report);
  }

  private tell(report: Told): void {
    this.tellReport({ ...report, run: this.order.run });
  }
}
