/** Leaving the page: a run in progress asks first, and takes its worker along. */
import { useLab } from './lab.ts';
import { isActive } from './record.ts';
import { endWorker, workerGone } from './session.ts';

/** Closing, reloading and Back ask the visitor as long as a run is in progress. */
export function askBeforeLeaving(): void {
  addEventListener('beforeunload', (event) => {
    if (isActive(useLab.getState().record)) event.preventDefault();
  });
}

/**
 * A browser may keep a page that was left for the way back to it, its workers suspended, where they stand in the way of
 * the next page's: they are ended. Where the page does come back, the run in progress has stopped.
 */
export function endWorkersWithThePage(): void {
  window.addEventListener('pagehide', endWorker);
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted && isActive(useLab.getState().record)) workerGone();
  });
}
