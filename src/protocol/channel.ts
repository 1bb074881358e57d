/** A browser's worker as whoever spawned it sees it. */

export interface Channel<C> {
  post(command: C): void;
  /** Ends it at once, and frees whatever it holds. */
  terminate(): void;
}

/** `message`: what the browser says of the failure, which is nothing where the worker's code could not be loaded. */
export type OnCrash = (message: string | undefined) => void;

/** Makes a worker; `hear` gets what it says. */
export type Make<C, R> = (hear: (said: R) => void, onCrash: OnCrash) => Channel<C>;

export function channelOf<C, R>(worker: Worker, hear: (said: R) => void, onCrash: OnCrash): Channel<C> {
  worker.onmessage = (event: MessageEvent<R>) => hear(event.data);
  worker.onerror = (event) => {
    // Whoever is told says what happened; the console need not say it as well.
    event.preventDefault();
    onCrash(event.message);
  };
  worker.onmessageerror = () => onCrash('what it sent could not be read');
  return { post: (command) => worker.postMessage(command), terminate: () => worker.terminate() };
}
