/** Notices workers that fall silent while their engines start: whatever it is that hangs there, nobody waits for it for ever. */
import type { Road } from '../engine/choose.ts';
import type { Timer } from '../engine/waiting.ts';
import type { LaneReport } from './messages.ts';

/** Seconds for which a starting engine may say nothing: fewer where another road is left than where it was asked for by name. */
export function patienceWith(roads: readonly Road[]): number {
  return roads.length > 1 ? 60 : 180;
}

export class StartWatch {
  /** What stops a worker's timer; null where its engine has started. */
  readonly #stops: ((() => void) | null)[];

  /** `seconds`: how long a worker may say nothing. Compiling in software takes its time, but tells of each kernel. */
  constructor(count: number, private readonly seconds: number, private readonly timer: Timer, private readonly onSilent: (why: string) => void) {
    this.#stops = Array.from({ length: count }, () => this.arm());
  }

  heard(index: number, report: LaneReport): void {
    if (!this.#stops[index]) return;
    this.#stops[index]();
    const starts = report.type === 'engine' || report.type === 'note' || (report.type === 'stage' && report.stage === 'compile' && report.done < report.total);
    this.#stops[index] = starts ? this.arm() : null;
  }

  isStarting(index: number): boolean {
    return this.#stops[index] !== null;
  }

  end(): void {
    for (const stop of this.#stops) stop?.();
    this.#stops.fill(null);
  }

  private arm(): () => void {
    return this.timer(this.seconds * 1000, () => this.onSilent(`its engine said nothing for ${this.seconds} s while it started`));
  }
}
