/** Leaving the page while a run is in progress asks first: closing, reloading, Back out of it. */
import { useLab } from './lab.ts';
import { isActive } from './record.ts';

export function askBeforeLeaving(): void {
  addEventListener('beforeunload', (event) => {
    if (isActive(useLab.getState().record)) event.preventDefault();
  });
}
