/**
 * One run spread over several workers that looks like one. A lane's numbers do not depend on the lanes beside it, so the
 * lanes are dealt out; what is made once per seed goes from worker to worker. The workers are kept within a few steps of
 * each other by granting them steps, and what they report is passed on step by step, in the order of the lanes.
 */
import { roadsOf, type ResolvedChoice } from '../engine/choose.ts';
import { dealLanes } from '../experiment/deal.ts';
import type { Checkpoint } from '../experiment/checkpoint.ts';
import type { RunResult } from '../experiment/result.ts';
import { MOST_UNDER_WAY } from '../experiment/control.ts';
import { lanesOf } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import { batched } from './batch.ts';
import { Checkpoints } from './checkpoints.ts';
import { Switchboard } from './exchange.ts';
import type { Job, JobResources, LaneWorker } from './job.ts';
import type { Command, LaneCommand, LaneReport, Report, Told } from './messages.ts';
import { StageCounts } from './stageCounts.ts';
import { patienceWith, StartWatch } from './startWatch.ts';
import { ToldSoFar } from './toldSoFar.ts';

type Start = Extract<Command, { type: 'start' }>;
type Measure = Extract<Command, { type: 'measure' }>;
type Change = Extract<Command, { type: 'change' }>;

/** Losses of an engine that come closer than this are one engine's doing; so many in one run are nobody's. */
const LOSS_APART_MS = 60_000;
const MOST_LOSSES = 60;

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
  readonly #told: ToldSoFar;
  readonly #checkpoints: Checkpoints;
  #granted = 0;
  #paused: boolean;
  #prepared = false;
  #over = false;
  #losses = 0;
  #lostAt = -Infinity;
  /** Steps that all workers have finished; -1 before the first evaluation. */
  #step = -1;

  private readonly began: number;
  private readonly tellReport: (report: Report) => void;

  constructor(readonly order: Start, private readonly resources: JobResources) {
    this.began = resources.now();
    this.tellReport = batched(resources.post);
    this.#paused = order.paused ?? false;
    this.#told = new ToldSoFar(lanesOf(order.config));
    this.#checkpoints = new Checkpoints(lanesOf(order.config).length, resources.keeper(order.keep, (why) => {
      this.tell({ type: 'note', text: `This run goes on, but its state is not kept: ${why}.` });
    }), resources.now);
  }

  /** Finds what the run is to go on from, before it begins. On another road the states of this run are newer than what is kept. */
  async prepare(): Promise<void> {
    if (!this.order.resume || this.#prepared) return;
    this.#prepared = true;
    const { problems } = await this.#checkpoints.read(this.order.config);
    for (const problem of problems) this.tell({ type: 'note', text: `One of the run’s two saved states could not be used: ${problem}.` });
  }

  /** Starts on a road, and again on the next where that one led nowhere: what has been told since is told anew. */
  begin(road: ResolvedChoice): void {
    const { order, resources } = this;
    const { reason, ...choice } = road;
    const from = this.rewind();
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
    this.#watch = new StartWatch(shares.length, patienceWith(roadsOf(order.choice)), resources.timer, (why) => this.leave(why));
    const { keep: _keep, resume: _resume, ...asked } = order;
    const begin = from?.step ?? 0;
    const changes = order.changes?.filter(({ step }) => step > begin);
    this.#workers.forEach((worker, index) => worker.post({
      ...asked, ...(changes && { changes }), choice, paused: true, share: shares[index],
      ...(from && { from: { step: from.step, changes: from.changes, lanes: from.lanes.filter(({ arm, seed }) => shares[index].lanes.some((lane) => lane.arm === arm && lane.seed === seed)) } }),
    }));
    this.#changes.filter(({ from: step = 0 }) => step > begin).forEach((change) => this.all(change));
    for (let step = begin; step < this.#granted; step++) this.all({ type: 'step' });
  }

  /** Puts the run back to its last checkpoint, or to its beginning; what was told of later steps is called back. */
  private rewind(): Checkpoint | null {
    const from = this.#checkpoints.rewind();
    const told = this.#step;
    this.#told.rewind(from);
    this.#step = (from?.step ?? 0) - 1;
    this.#granted = Math.max(this.#granted, from?.step ?? 0);
    if (from || told >= 0 || this.order.resume) {
      const { changes, series, pages } = this.#told;
      // The series go on growing.
      this.tell({ type: 'rewound', step: from?.step ?? 0, changes: [...changes], series: structuredClone(series), pages });
    }
    return from;
  }

  /** What computes is gone in the middle of a run: fresh workers go on from the last checkpoint, and after a second loss in a minute on the next road. */
  private recover(why: string): void {
    const { resources } = this;
    const now = resources.now();
    const again = now - this.#lostAt < LOSS_APART_MS;
    this.#lostAt = now;
    this.#losses++;
    this.#watch?.end();
    resources.endWorkers();
    if (!this.#road || this.#losses > MOST_LOSSES) return this.fail({ type: 'failed', message: `${capital(why)}. This has happened ${this.#losses} times in this run.` });
    const step = this.#checkpoints.last?.step ?? 0;
    const where = step > 0 ? `goes on from step ${step}` : 'begins anew';
    this.tell({ type: 'note', text: `${capital(why)}. The run ${where}${again ? ' on the next engine' : ''}.` });
    if (again) return this.resources.onNoEngine(this.#road, why);
    this.begin(this.#road);
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
    if (this.#over) return;
    if (why === null) this.fail({ type: 'failed', message });
    else if (this.#watch?.isStarting(index)) this.leave(why);
    else this.recover(why);
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
      case 'evaluation':
        return this.#told.hear(report);
      case 'step':
        this.#finishedSteps[index] = report.step;
        return this.advance();
      case 'diverged':
        this.#told.diverged(report);
        return this.tell(report);
      case 'checkpoint':
        return this.#checkpoints.add(report.step, report.lanes);
      case 'changed':
        if (index === 0) this.#told.changed(report);
        return this.tellFrom(index, report);
      case 'finished':
        this.#results[index] = report.result;
        return this.finish();
      case 'failed':
        if (report.noEngine) return this.leave(report.message);
        return report.lost ? this.recover(report.message) : this.fail(report);
      case 'paused':
      case 'resumed':
      case 'cancelled':
      case 'measured':
      case 'rewound':
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
      for (const event of this.#told.release(this.#step)) this.tell(event);
      const { changes, series, pages } = this.#told;
      this.#checkpoints.complete({ step: this.#step, config: this.order.config, changes: changes.filter(({ step }) => step <= this.#step), series, pages });
      this.tell({ type: 'step', step: this.#step });
    }
    const { steps } = this.order.config;
    if (this.#granted < steps && this.#checkpoints.isDue()) this.all({ type: 'checkpoint', step: this.#granted + 1 });
    if (this.#paused) this.reportPause();
    else this.grant(this.#step + LOOKAHEAD);
  }

  private reportPause(): void {
    if (this.#paused && this.#step === this.#granted) this.tell({ type: 'paused', step: this.#step });
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
        changes: this.#told.changes,
        ...summarise(this.#told.series),
      },
    });
    void this.#checkpoints.end();
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

  private all(command: Exclude<LaneCommand, { type: 'start' }>): void {
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

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
