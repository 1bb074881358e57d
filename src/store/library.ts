/** Keeps the runs of the page over reloads: saves what changes, and brings back what earlier visits have left. */
import { useLab, type LabState } from './lab.ts';
import { keptRunOf, readKeptRun } from './keptRun.ts';
import { hasNumbers, isActive, type RunRecord } from './record.ts';
import { removeCheckpoints } from '../protocol/checkpointStores.ts';
import { holdRun, isHeld, type Shelf } from './shelf.ts';

/** A run in progress is saved this often at most: what it would lose when the page is killed. */
const SAVE_EVERY_MS = 3000;

/** Connects the page's runs to the shelf. Call it once, before the first run. */
export function keepRuns(shelf: Shelf): void {
  const saver = new Saver(shelf);
  useLab.subscribe((state, before) => saver.follow(state, before));
  addEventListener('pagehide', () => saver.saveNow());
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') saver.saveNow(); });
  void bringBack(shelf, saver);
}

class Saver {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #hold: { readonly id: string; readonly release: () => void } | null = null;
  #complained = false;
  /** Runs as they are on the shelf, by identifier: what they held when they were saved. */
  readonly #saved = new Map<string, string>();

  constructor(private readonly shelf: Shelf) {}

  follow(state: LabState, before: LabState): void {
    const { record, kept } = state;
    if (record !== before.record) {
      this.hold(isActive(record) ? record.id : null);
      if (isActive(record)) this.#timer ??= setTimeout(() => this.saveNow(), this.#saved.has(record.id) ? SAVE_EVERY_MS : 0);
      else if (record) this.save(record);
    }
    if (kept === before.kept) return;
    for (const run of kept) this.save(run);
    for (const { id } of before.kept) if (id !== record?.id && !kept.some((run) => run.id === id)) this.remove(id);
  }

  /** Saves the run in progress, if it has changed since it was saved. */
  saveNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { record } = useLab.getState();
    if (record) this.save(record);
  }

  /** Takes it that this run lies on the shelf as it is. */
  know(run: RunRecord): void {
    this.#saved.set(run.id, stateOf(run));
  }

  private hold(id: string | null): void {
    if ((this.#hold?.id ?? null) === id) return;
    this.#hold?.release();
    this.#hold = id === null ? null : { id, release: holdRun(id) };
  }

  private save(run: RunRecord): void {
    if (this.#saved.get(run.id) === stateOf(run)) return;
    this.know(run);
    this.shelf.save(keptRunOf(run)).catch((error: unknown) => {
      this.#saved.delete(run.id);
      if (this.#complained) return;
      this.#complained = true;
      useLab.getState().notify('This browser does not keep runs: they are lost when the page is closed. Export what you need.', [
        error instanceof Error ? error.message : String(error),
      ]);
    });
  }

  private remove(id: string): void {
    this.#saved.delete(id);
    this.shelf.remove(id).catch(() => undefined);
    removeCheckpoints(id).catch(() => undefined);
  }
}

/** Differs between any two states of a run that are worth saving. */
function stateOf({ status, evaluated, trained, extension }: RunRecord): string {
  return [status, evaluated, trained, extension.length].join(' ');
}

async function bringBack(shelf: Shelf, saver: Saver): Promise<void> {
  const stored = await shelf.all().catch(() => []);
  const runs: RunRecord[] = [];
  for (const entry of stored) {
    const run = readKeptRun(entry);
    if (!run) continue;
    const stopped = wasActive(entry);
    if (stopped && await isHeld(run.id)) continue;
    if (stopped) useLab.getState().tellOfStopped(run);
    else saver.know(run);
    if (hasNumbers(run)) runs.push(run);
    else shelf.remove(run.id).catch(() => undefined);
  }
  // Identifiers begin with the time of the start.
  useLab.getState().restore(runs.sort((a, b) => (a.id < b.id ? 1 : -1)));
}

function wasActive(entry: unknown): boolean {
  return ['running', 'pausing', 'paused'].includes((entry as RunRecord).status);
}
