/**
 * Starts a worker from an entry that holds nothing else. Code that is loaded later shares modules with the body, and some
 * browsers (WebKit) evaluate an entry again when other code imports it: a second worker inside the first.
 */
import { loadCode } from '../engine/loadCode.ts';
import type { Command, Report } from './messages.ts';

/** What a worker does with commands. */
interface Body {
  readonly handle: (command: Command) => void;
}

/** The end of the channel that is the worker's. */
export interface WorkerScope {
  onmessage: ((event: MessageEvent<Command>) => void) | null;
  postMessage(reports: readonly Report[]): void;
}

/**
 * Loads the body at once. Commands that come before it is there wait for it, in order. Where it cannot be loaded, they are
 * answered with a failure, and the next command tries again.
 */
export function startBody(scope: WorkerScope, load: () => Promise<Body>): void {
  let body: Promise<Body> | null = null;

  function loading(): Promise<Body> {
    if (body) return body;
    const attempt = loadCode(load);
    attempt.catch(() => { body = null; });
    body = attempt;
    return attempt;
  }

  void loading();
  scope.onmessage = ({ data: command }) => {
    void loading().then(
      ({ handle }) => handle(command),
      (error: Error) => {
        if ('run' in command) scope.postMessage([{ run: command.run, type: 'failed', message: error.message }]);
      },
    );
  };
}
