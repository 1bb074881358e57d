/**
 * A measurement on all the workers that a run may be spread over, at once: they share a processor, so that each is slower
 * than it would be alone.
 */
import { slowest, type Measured } from '../experiment/forecast.ts';
import type { Command, Report, Told } from './messages.ts';

export class CoordinatedMeasurement {
  readonly #answers: Measured[] = [];
  #over = false;

  constructor(
    private readonly order: Extract<Command, { type: 'measure' }>, private readonly workers: readonly { post(command: Command): void }[],
    private readonly post: (report: Report) => void, private readonly endWorkers: () => void,
  ) {
    for (const worker of workers) worker.post(order);
  }

  receive(report: Report): void {
    if (this.#over || report.run !== this.order.run) return;
    if (report.type === 'failed') return this.end(report);
    if (report.type !== 'measured') return;
    this.#answers.push(report);
    const { length } = this.workers;
    if (this.#answers.length < length) return;
    this.#over = true;
    this.tell({ type: 'measured', speed: slowest(this.#answers.map(({ speed }) => speed)), workers: length, shipped: report.shipped });
  }

  cancel(): void {
    this.end({ type: 'cancelled' });
  }

  crash(message: string): void {
    this.end({ type: 'failed', message });
  }

  private end(report: Told): void {
    if (this.#over) return;
    this.#over = true;
    for (const worker of this.workers) worker.post({ type: 'cancel' });
    if (report.type === 'failed' && report.field === undefined) this.endWorkers();
    this.tell(report);
  }

  private tell(report: Told): void {
    this.post({ ...report, run: this.order.run });
  }
}
