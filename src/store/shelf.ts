/** Where runs are kept between visits: the browser's own database. Every call may fail, and none may hang the page. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import type { KeptRun } from './keptRun.ts';

export interface Shelf {
  save(run: KeptRun): Promise<void>;
  remove(id: string): Promise<void>;
  /** Everything that is there, of whatever form. */
  all(): Promise<readonly unknown[]>;
}

/** A database that another tab is changing, or that is broken, may never answer. */
const PATIENCE_MS = 5000;

function bounded<T>(answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('the browser’s storage does not answer')), PATIENCE_MS);
  });
  return Promise.race([answer, late]);
}

let opened: UseStore | null = null;
// Opened when it is first used: opening throws where the browser forbids storage.
const database = () => opened ??= createStore('r2m-lab', 'runs');

export function browserShelf(): Shelf {
  return {
    save: async (run) => bounded(set(run.id, run, database())),
    remove: async (id) => bounded(del(id, database())),
    all: async () => (await bounded(entries<string, unknown>(database()))).map(([, value]) => value),
  };
}

/** Whether a run has come to its end, perhaps in another tab, as far as the browser tells. */
export async function hasFinished(id: string): Promise<boolean> {
  try {
    return (await bounded(get<Partial<KeptRun>>(id, database())))?.status === 'finished';
  } catch {
    return false;
  }
}

/** Names a run in progress, so that a second tab knows that it is not an abandoned one. */
const lockName = (id: string) => `r2m-lab run ${id}`;

/** Holds the run's name until the returned function is called, or the page is gone. */
export function holdRun(id: string): () => void {
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => { release = resolve; });
  try {
    navigator.locks?.request(lockName(id), () => held).catch(() => undefined);
  } catch {
    // Without locks a second tab may take the run for an abandoned one, and offers to start it again.
  }
  return release;
}

/** Whether a run of this name goes on in another tab, as far as the browser tells. */
export async function isHeld(id: string): Promise<boolean> {
  try {
    const { held } = await bounded(navigator.locks.query());
    return held?.some(({ name }) => name === lockName(id)) ?? false;
  } catch {
    return false;
  }
}
