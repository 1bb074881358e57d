/**
 * Keeps a run's checkpoints: two generations, written in turn, so that one that is cut short leaves the one before. While one
 * is being written only the newest waits. Whatever the storage does, the run goes on.
 */
import { realTimer, within, type Timer } from '../engine/waiting.ts';
import { Explained } from '../engine/words.ts';
import { decodeCheckpoint, encodeCheckpoint, type Checkpoint } from '../experiment/checkpoint.ts';

/** Where the two generations of one run lie. Each call may throw, reject or hang. */
export interface CheckpointStore {
  /** Null where there is none. */
  read(generation: number): Promise<ArrayBuffer | null>;
  write(generation: number, bytes: ArrayBuffer): Promise<void>;
  remove(): Promise<void>;
}

const GENERATIONS = [0, 1] as const;
/** Seconds that storage has for one call. */
const PATIENCE = 20;

export class CheckpointKeeper {
  #next = 0;
  #waiting: Checkpoint | null = null;
  #writing: Promise<void> | null = null;
  #works = true;

  /** `onProblem` hears once, as a clause, why nothing can be kept. */
  constructor(private readonly store: CheckpointStore, private readonly onProblem: (why: string) => void, private readonly timer: Timer = realTimer) {}

  /** The newest generation that is whole, and what was wrong with the others. Never throws. */
  async read(): Promise<{ readonly checkpoint: Checkpoint | null; readonly problems: readonly string[] }> {
    const problems: string[] = [];
    let newest: { readonly generation: number; readonly checkpoint: Checkpoint } | null = null;
    for (const generation of GENERATIONS) {
      try {
        const bytes = await this.bounded(() => this.store.read(generation));
        const checkpoint = bytes && decodeCheckpoint(bytes);
        if (checkpoint && checkpoint.step >= (newest?.checkpoint.step ?? -1)) newest = { generation, checkpoint };
      } catch (error) {
        problems.push(reasonOf(error));
      }
    }
    // The one that was read last gives way last.
    this.#next = newest?.generation === 0 ? 1 : 0;
    return { checkpoint: newest?.checkpoint ?? null, problems };
  }

  keep(checkpoint: Checkpoint): void {
    if (!this.#works) return;
    this.#waiting = checkpoint;
    this.#writing ??= this.writeAll();
  }

  /** The run is over: nothing of it is needed any more. */
  async remove(): Promise<void> {
    this.#waiting = null;
    await this.#writing;
    await this.bounded(() => this.store.remove()).catch(() => undefined);
  }

  private async writeAll(): Promise<void> {
    for (let checkpoint = this.#waiting; checkpoint && this.#works; checkpoint = this.#waiting) {
      this.#waiting = null;
      try {
        const bytes = encodeCheckpoint(checkpoint);
        await this.bounded(() => this.store.write(this.#next, bytes));
        this.#next = 1 - this.#next;
      } catch (error) {
        this.#works = false;
        this.onProblem(reasonOf(error));
      }
    }
    this.#writing = null;
  }

  private bounded<T>(work: () => Promise<T>): Promise<T> {
    return within(PATIENCE, 'the storage', work, this.timer);
  }
}

/** As a clause: what a browser says of its storage is told as it is. */
function reasonOf(error: unknown): string {
  if (error instanceof Explained) return error.what;
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
