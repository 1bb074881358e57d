/** Bounded waits, on a clock that tests can turn. */
import { Explained } from './words.ts';

/** Calls `call` after so many milliseconds; returns what takes that back. */
export type Timer = (milliseconds: number, call: () => void) => () => void;

export const realTimer: Timer = (milliseconds, call) => {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * What `work` comes to, if it does so in time; else rejects, saying that `what` "did not answer within 5 s". Work that
 * throws at once rejects as well. What comes later is dropped.
 */
export async function within<T>(seconds: number, what: string, work: () => T | PromiseLike<T>, timer: Timer = realTimer): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const stop = timer(seconds * 1000, () => reject(new Explained(`${what} did not answer within ${seconds} s`)));
    Promise.resolve().then(work).then(resolve, reject).finally(stop);
  });
}

/** Seconds that a WebAssembly file, once it is loaded, may take to start. */
export const WASM_SECONDS = 15;

/** Seconds that a part of the code may take to be loaded. */
const CODE_SECONDS = 30;

/** What an `import()` comes to. */
export function loaded<T>(load: () => Promise<T>): Promise<T> {
  return within(CODE_SECONDS, 'the server, asked for a part of the lab’s code,', load);
}
