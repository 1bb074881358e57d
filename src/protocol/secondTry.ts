/** A worker that is made anew, once, where it says nothing: now and then a browser starts one whose code never runs. */
import type { Timer } from '../engine/waiting.ts';

export interface Channel<C> {
  post(command: C): void;
  /** Ends it at once. */
  terminate(): void;
}

/** Makes a worker; `hear` gets what it says. */
export type Make<C, R> = (hear: (said: R) => void) => Channel<C>;

/**
 * What `make` makes. Where it has said nothing `seconds` after the first command, another takes its place and gets all
 * commands so far.
 */
export function secondTry<C, R>(make: Make<C, R>, seconds: number, timer: Timer): Make<C, R> {
  return (hear) => {
    /** Commands that a second worker would need; null once the first has spoken, or where this is the second. */
    let unanswered: C[] | null = [];
    let stop: (() => void) | null = null;
    const settle = () => {
      unanswered = null;
      stop?.();
    };
    const first = make((said) => {
      // What a worker that was ended says no longer counts.
      if (current !== first) return;
      settle();
      hear(said);
    });
    let current = first;
    const again = () => {
      const commands = unanswered ?? [];
      settle();
      first.terminate();
      current = make(hear);
      for (const command of commands) current.post(command);
    };
    return {
      post(command) {
        if (unanswered) {
          unanswered.push(command);
          stop ??= timer(seconds * 1000, again);
        }
        current.post(command);
      },
      terminate() {
        settle();
        current.terminate();
      },
    };
  };
}
