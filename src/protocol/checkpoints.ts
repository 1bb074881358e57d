/** The states of a run's lanes as its workers tell them, put together: the last whole one is what the run can go on from. */
import type { Checkpoint, LaneState } from '../experiment/checkpoint.ts';
import type { Config } from '../config/fields.ts';
import { differingFields } from '../settings/link.ts';
import type { CheckpointKeeper } from './checkpointKeeper.ts';

/** A run that goes on without an evaluation is saved this often. */
const EVERY_MS = 5000;

export class Checkpoints {
  /** The lanes' states by step, of steps that are not complete. */
  readonly #told = new Map<number, LaneState[]>();
  #last: Checkpoint | null = null;
  /** When the last was complete, or one was asked for. */
  #at: number;

  constructor(private readonly lanes: number, private readonly keeper: CheckpointKeeper | null, private readonly now: () => number) {
    this.#at = now();
  }

  get last(): Checkpoint | null {
    return this.#last;
  }

  /** Takes up what was kept of a run of these settings, and tells what was wrong with it, in clauses. */
  async read(config: Config): Promise<{ readonly problems: readonly string[] }> {
    if (!this.keeper) return { problems: [] };
    const { checkpoint, problems } = await this.keeper.read();
    const differing = checkpoint ? differingFields(config, checkpoint.config) : [];
    if (differing.length > 0) return { problems: [...problems, `it is of a run with other settings (${differing.join(', ')})`] };
    this.#last = checkpoint;
    return { problems };
  }

  /** What a run that has lost its workers goes on from. What those told of later steps, their successors tell again. */
  rewind(): Checkpoint | null {
    this.#told.clear();
    return this.#last;
  }

  add(step: number, lanes: readonly LaneState[]): void {
    this.#told.set(step, [...this.#told.get(step) ?? [], ...lanes]);
  }

  /** All lanes have finished a step. */
  complete(told: Omit<Checkpoint, 'lanes'>): void {
    const lanes = this.#told.get(told.step);
    if (lanes?.length !== this.lanes) return;
    for (const step of this.#told.keys()) if (step <= told.step) this.#told.delete(step);
    this.#at = this.now();
    // The series go on growing.
    this.#last = { ...told, lanes, series: structuredClone(told.series) };
    this.keeper?.keep(this.#last);
  }

  /** Whether it is time to ask for one; it then counts as asked for. */
  isDue(): boolean {
    if (this.now() - this.#at < EVERY_MS) return false;
    this.#at = this.now();
    return true;
  }

  /** The run is finished. */
  async end(): Promise<void> {
    await this.keeper?.remove();
  }
}
