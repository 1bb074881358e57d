/** What a race of engines found, kept in this browser: it is run once for a graphics processor and a version of the browser. */
import { z } from 'zod';
import type { AdapterNames } from '../engine/adapter.ts';
import type { Race } from '../engine/race.ts';
import { realTimer, within, type Timer } from '../engine/waiting.ts';
import type { Shelf } from './keptStarts.ts';

/** To be raised where an engine becomes faster or slower. */
const VERSION = 1;
/** Seconds that storage may take. */
const PATIENCE = 3;
const NAME = 'race';

/** Infinity is kept, too: what did not come to its end once is not waited for again. */
const milliseconds = z.custom<number>((value) => typeof value === 'number' && value > 0);
const entry = z.object({ key: z.string(), gpu: milliseconds, processor: milliseconds });

export interface KeptRace {
  read(gpu: AdapterNames): Promise<Race | null>;
  keep(gpu: AdapterNames, race: Race): Promise<void>;
}

/** `browser`: its name and version, and what else the times depend on. None of what it returns ever rejects. */
export function keptRaceOn(shelf: Pick<Shelf, 'get' | 'set'>, browser: string, timer: Timer = realTimer): KeptRace {
  const keyOf = (gpu: AdapterNames) => JSON.stringify([VERSION, browser, gpu.vendor, gpu.architecture, gpu.device, gpu.description]);
  return {
    async read(gpu) {
      try {
        const known = entry.safeParse(await within(PATIENCE, 'the browser’s storage', () => shelf.get(NAME), timer));
        return known.success && known.data.key === keyOf(gpu) ? { gpu: known.data.gpu, processor: known.data.processor } : null;
      } catch {
        return null;
      }
    },
    async keep(gpu, race) {
      // An engine that failed may start another time, and a processor that is too slow has something else to do.
      if (typeof race.gpu === 'string' || typeof race.processor === 'string' || race.processor === Infinity) return;
      try {
        await within(PATIENCE, 'the browser’s storage', () => shelf.set(NAME, { key: keyOf(gpu), ...race }), timer);
      } catch {
        // It is run again at the next visit.
      }
    },
  };
}
