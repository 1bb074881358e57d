/**
 * Starts a worker from an entry that holds nothing else. Code that is loaded later shares modules with the body, and some
 * browsers (WebKit) evaluate an entry again when other code imports it: a second worker inside the first.
 */
import { loadCode } from '../engine/loadCode.ts';
import type { Command, LaneCommand, Report } from './messages.ts';

/** What a worker does with commands. */
interface Body<C> {
  readonly handle: (command: C) => void;
}

/** The end of the channel that is the worker's. */
export interface WorkerScope<C = Command> {
  onmessage: ((event: MessageEvent<C>) => void) | null;
  postMessage(reports: readonly Report[]): void;
}

/**
 * Loads the body at once, and says a word, no reports, when it is there: whoever spawned the worker knows then that it runs. Commands that come before it is there wait for it, in order. Where it cannot be loaded, they are
 * answered with a failure, and the next command tries again.
 */
export function startBody<C extends Command | LaneCommand>(scope: WorkerScope<C>, load: () => Promise<Body<C>>): void {
  let body: Promise<Body<C>> | null = null;

  function loading(): Promise<Body<C>> {
    if (body) return body;
    const attempt = loadCode(load);
    attempt.catch(() => { body = null; });
    body = attempt;
    return attempt;
  }

  loading().then(() => scope.postMessage([]), () => undefined);
  scope.onmessage = ({ data: command }) => {
    void loading().then(
      ({ handle }) => handle(command),
      (error: Error) => {
        if ('run' in command) scope.postMessage([{ run: command.run, type: 'failed', message: error.message }]);
      },
    );
  };
}
