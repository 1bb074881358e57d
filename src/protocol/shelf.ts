/** A browser's database, where it has one and lets it be used. */
import { createStore, delMany, get, set, update, type UseStore } from 'idb-keyval';
import type { Shelf } from './keptStarts.ts';

/** Opened at its first use, so that a browser without one fails there, as any other call may. A database has one store: the page's runs lie in another. */
export function browserShelf(): Shelf {
  let opened: UseStore | null = null;
  const store = () => opened ??= createStore('r2m-lab-starts', 'starts');
  return {
    get: async (name) => get<unknown>(name, store()),
    set: async (name, value) => set(name, value, store()),
    update: async (name, change) => update(name, change, store()),
    remove: async (names) => delMany([...names], store()),
  };
}
