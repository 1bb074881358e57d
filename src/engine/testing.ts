/** Material for tests of waits. */
import type { Timer } from './waiting.ts';

/** A clock that moves only when it is told to; what is due is called in the order of its time. */
export function handClock(): { readonly timer: Timer; readonly advance: (seconds: number) => Promise<void>; readonly pending: () => number } {
  let now = 0;
  let waiting: { at: number; call: () => void }[] = [];
  return {
    timer(milliseconds, call) {
      const entry = { at: now + milliseconds, call };
      waiting.push(entry);
      return () => { waiting = waiting.filter((other) => other !== entry); };
    },
    /** Lets what was called do its work before and after. */
    async advance(seconds) {
      await settled();
      now += seconds * 1000;
      const due = waiting.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { call } of due) call();
      await settled();
    },
    pending: () => waiting.length,
  };
}

/** Resolves when everything that waits for nothing but other promises has been done. */
export function settled(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}
