/**
 * A worker that is made anew, once, where its code does not run: now and then a browser starts one that stays mute. Every
 * worker of the lab says a word, a list of no reports, as soon as its code is loaded.
 */
import type { Timer } from '../engine/waiting.ts';
import type { Channel, Make } from './channel.ts';

/** From the first command on. A slow line may bring the code later; it is in the browser's cache then for the second worker. */
const SECONDS = 15;

/** What `make` makes. Where it stays mute another takes its place, and gets all commands so far. */
export function secondTry<C, R>(make: Make<C, R>, timer: Timer): Make<C, R> {
  return (hear, onCrash) => {
    /** Commands that a second worker would need; null once the first has spoken, or where this is the second. */
    let unanswered: C[] | null = [];
    let stop: (() => void) | null = null;
    let current: Channel<C>;
    const settle = () => {
      unanswered = null;
      stop?.();
    };
    /** What a worker that was ended says, or fails with, no longer counts. */
    function next(): Channel<C> {
      const made = make(
        (said) => {
          if (current !== made) return;
          settle();
          hear(said);
        },
        (message) => {
          if (current === made) onCrash(message);
        },
      );
      return made;
    }
    const again = () => {
      const commands = unanswered ?? [];
      settle();
      current.terminate();
      current = next();
      for (const command of commands) current.post(command);
    };
    current = next();
    return {
      post(command) {
        if (unanswered) {
          unanswered.push(command);
          stop ??= timer(SECONDS * 1000, again);
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
