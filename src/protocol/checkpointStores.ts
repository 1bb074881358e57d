/** Where checkpoints are kept: this browser's database, or a server that takes them by HTTP. */
import { createStore, delMany, get, keys, set, type UseStore } from 'idb-keyval';
import type { CheckpointStore } from './checkpointKeeper.ts';

/** Runs whose checkpoints one browser keeps; the oldest give way. Names begin with the time of a run's start. */
const MOST_RUNS = 6;

let opened: UseStore | null = null;
// Opened at its first use: opening throws where the browser forbids storage. A database has one store.
const database = () => opened ??= createStore('r2m-lab-checkpoints', 'checkpoints');
const nameOf = (run: string, generation: number) => `${run}/${generation}`;

/** Of the run of this name, in the browser. */
export function browserCheckpoints(run: string): CheckpointStore {
  let cleared = false;
  return {
    read: async (generation) => (await get<ArrayBuffer>(nameOf(run, generation), database())) ?? null,
    async write(generation, bytes) {
      if (!cleared) await dropOldest(run);
      cleared = true;
      await set(nameOf(run, generation), bytes, database());
    },
    remove: () => removeCheckpoints(run),
  };
}

/** Drops what is kept of a run. */
export async function removeCheckpoints(run: string): Promise<void> {
  await delMany([nameOf(run, 0), nameOf(run, 1)], database());
}

async function dropOldest(present: string): Promise<void> {
  const runs = [...new Set((await keys<string>(database())).map((name) => name.split('/')[0]))].filter((run) => run !== present).sort();
  for (const run of runs.slice(0, Math.max(0, runs.length - (MOST_RUNS - 1)))) await removeCheckpoints(run);
}

/** On a server, below an address that ends in a slash. */
export function servedCheckpoints(address: string): CheckpointStore {
  const at = (generation: number) => `${address}${generation}`;
  const checked = (response: Response) => {
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
    return response;
  };
  return {
    async read(generation) {
      const response = await fetch(at(generation), { cache: 'no-store' });
      return response.status === 404 ? null : checked(response).arrayBuffer();
    },
    write: async (generation, body) => void checked(await fetch(at(generation), { method: 'PUT', body })),
    remove: async () => void checked(await fetch(address, { method: 'DELETE' })),
  };
}

/** `where`: `browser:` and the name of a run, or the address of a server. */
export function checkpointStore(where: string): CheckpointStore {
  return where.startsWith('browser:') ? browserCheckpoints(where.slice('browser:'.length)) : servedCheckpoints(where);
}
