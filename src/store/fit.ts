/** Fits the number of seeds to the machine: on demand, and by itself on a first visit. */
import { browserKeep, keepConfig } from './browser.ts';
import { useLab } from './lab.ts';
import { fittingText } from './measurement.ts';
import { measure } from './session.ts';

/** Measures, and sets the seeds to as many as fit. */
export async function fitSeeds(): Promise<void> {
  try {
    const measurement = await measure();
    const { draft: { config }, backend, edit } = useLab.getState();
    const seeds = fittingText(measurement, { config, backend });
    if (seeds !== null) edit('seeds', seeds);
  } catch (error) {
    useLab.getState().notify('The speed could not be measured.', [error instanceof Error ? error.message : String(error)]);
  }
}

/** Once the page is idle, unless the visitor has begun to do something. */
export function fitSeedsOnFirstVisit(): void {
  const { draft, backend, source } = useLab.getState();
  const untouched = () => {
    const now = useLab.getState();
    return now.draft === draft && now.backend === backend && now.record === null && !now.measuring;
  };
  const fit = async () => {
    if (!untouched()) return;
    const seeds = fittingText(await measure(), { config: draft.config, backend });
    if (seeds === null || !untouched()) return;
    useLab.getState().edit('seeds', seeds);
    // Also where the default fits as it is: the next visit is not a first one.
    keepConfig(useLab.getState().draft, browserKeep);
  };
  // An engine that does not start says so when a run is asked for.
  if (source === 'default') whenIdle(() => void fit().catch(() => undefined));
}

/** Where the browser cannot tell, after as long as a page takes to settle. */
const SETTLING_MS = 2000;

function whenIdle(action: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(action, { timeout: 10_000 });
  else setTimeout(action, SETTLING_MS);
}
