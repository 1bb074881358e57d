import type { StateCreator } from 'zustand';

/** A store whose listeners do not depend on each other: one that throws is reported as uncaught, and the others hear all the same. */
export function isolated<T>(creator: StateCreator<T>): StateCreator<T> {
  return (set, get, api) => {
    const { subscribe } = api;
    api.subscribe = (listener) => subscribe((state, before) => {
      try {
        listener(state, before);
      } catch (error) {
        setTimeout(() => { throw error; });
      }
    });
    return creator(set, get, api);
  };
}
