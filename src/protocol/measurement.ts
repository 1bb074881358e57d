/**
 * A measurement on all the workers that a run may be spread over, at once: they share a processor, so that each is slower
 * than it would be alone.
 */
import { roadsOf, type ResolvedChoice } from '../engine/choose.ts';
import { slowest, type Measured } from '../experiment/forecast.ts';
import type { Job, JobResources, LaneWorker } from './job.ts';
import type { Command, LaneReport, Told } from './messages.ts';
import { patienceWith, StartWatch } from './startWatch.ts';

export class CoordinatedMeasurement implements Job {
  #workers: readonly LaneWorker[] = [];
  #watch: StartWatch | null = null;
  #road: ResolvedChoice | null = null;
  #answers: Measured[] = [];
  #over = false;

  constructor(readonly order: Extract<Command, { type: 'measure' }>, private readonly resources: JobResources) {}

  get goesOn(): boolean {
    return !this.#over;
  }

  begin(road: ResolvedChoice): void {
    const { reason, ...choice } = road;
    this.#road = road;
    this.#answers = [];
    this.#workers = Array.from({ length: this.resources.workersFor(road) }, (_, index) => this.resources.workerAt(index));
    this.#watch = new StartWatch(this.#workers.length, patienceWith(roadsOf(this.order.choice)), this.resources.timer, (why) => this.leave(why));
    for (const worker of this.#workers) worker.post({ ...this.order, choice });
  }

  receive(index: number, report: LaneReport): void {
    if (this.#over || report.run !== this.order.run) return;
    this.#watch?.heard(index, report);
    if (report.type === 'failed') return report.noEngine ? this.leave(report.message) : this.fail(report);
    if (report.type !== 'measured') return;
    this.#answers.push(report);
    const { length } = this.#workers;
    if (this.#answers.length < length) return;
    this.#over = true;
    this.tell({ type: 'measured', speed: slowest(this.#answers.map(({ speed }) => speed)), workers: length, shipped: report.shipped });
  }

  cancel(): void {
    this.end({ type: 'cancelled' });
  }

  crash(index: number, message: string, why: string | null): void {
    if (why !== null && this.#watch?.isStarting(index)) this.leave(why);
    else this.fail({ type: 'failed', message });
  }

  fail(failure: Extract<Told, { type: 'failed' }>): void {
    this.end(failure);
  }

  private leave(why: string): void {
    if (this.#over || !this.#road) return;
    this.#watch?.end();
    this.resources.onNoEngine(this.#road, why);
  }

  private end(report: Extract<Told, { type: 'failed' | 'cancelled' }>): void {
    if (this.#over) return;
    this.#over = true;
    this.#watch?.end();
    for (const worker of this.#workers) worker.post({ type: 'cancel' });
    if (report.type === 'failed' && report.field === undefined) this.resources.endWorkers();
    this.tell(report);
  }

  private tell(report: Told): void {
    this.resources.post([{ ...report, run: this.order.run }]);
  }
}
