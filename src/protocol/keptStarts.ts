/**
 * Starting weights made in this browser, kept for its next run. They are what training on this engine gives, bit for bit,
 * so that a result does not depend on whether they were kept; only time does. Whatever a browser's storage does, nothing
 * is lost but time.
 */
import type { Config } from '../config/fields.ts';
import type { EngineInfo } from '../engine/engine.ts';
import { realTimer, within, type Timer } from '../engine/waiting.ts';
import { decodeStart, digest, encodeStart, startFields, type Start } from '../experiment/starts.ts';

/** To be raised where the supervised stages come to give other numbers for the same fields. */
const VERSION = 1;
/** Starts that are kept; the oldest give way. Each is some hundred kilobytes. */
export const MOST_KEPT = 48;
/** Seconds that a run waits for storage, and that storage has for keeping; where it takes longer it is not asked again. */
const READING = 3;
const KEEPING = 20;

/** A browser's storage by name, each call of which may throw, reject or hang. */
export interface Shelf {
  get(name: string): Promise<unknown>;
  set(name: string, value: unknown): Promise<void>;
  /** Replaces a value by what `change` makes of it, with nothing in between. */
  update(name: string, change: (value: unknown) => unknown): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}

export interface KeptStarts {
  /** Seeds that are kept for the configuration's supervised fields and this engine. */
  seeds(config: Config, info: EngineInfo): Promise<readonly number[]>;
  read(config: Config, info: EngineInfo, seeds: readonly number[]): Promise<Map<number, Start>>;
  keep(config: Config, info: EngineInfo, made: ReadonlyMap<number, Start>): Promise<void>;
}

/** For where there is no storage. */
export const keepsNothing: KeptStarts = { seeds: async () => [], read: async () => new Map(), keep: async () => undefined };

/** Names of the starts that are kept, from the oldest to the newest. */
const INDEX = 'index';

/** Everything that the weights depend on but the seed. */
function kindOf(config: Config, { engine, backend, device }: EngineInfo): string {
  return JSON.stringify({ version: VERSION, engine, backend, device, fields: startFields.map((key) => config[key]) });
}

const nameOf = (kind: string, seed: number | '') => `${kind} ${seed}`;
const namesIn = (index: unknown) => (Array.isArray(index) ? index.filter((name) => typeof name === 'string') : []);

/** None of what it returns ever rejects. */
export function keptOn(shelf: Shelf, timer: Timer = realTimer): KeptStarts {
  let works = true;

  /** `otherwise` where the storage fails in whatever way. */
  async function attempt<T>(seconds: number, otherwise: T, work: () => Promise<T>): Promise<T> {
    if (!works) return otherwise;
    try {
      return await within(seconds, 'the browser’s storage', work, timer);
    } catch {
      works = false;
      return otherwise;
    }
  }

  async function readOne(config: Config, name: string): Promise<Start | null> {
    const entry = await shelf.get(name) as { bytes?: unknown; digest?: unknown } | undefined;
    if (!(entry?.bytes instanceof ArrayBuffer) || digest(entry.bytes) !== entry.digest) return null;
    try {
      return decodeStart(config, entry.bytes);
    } catch {
      return null;
    }
  }

  return {
    seeds: (config, info) => attempt<readonly number[]>(READING, [], async () => {
      const beginning = nameOf(kindOf(config, info), '');
      return namesIn(await shelf.get(INDEX)).filter((name) => name.startsWith(beginning)).map((name) => Number(name.slice(beginning.length)));
    }),

    read: (config, info, seeds) => attempt(READING, new Map<number, Start>(), async () => {
      const kind = kindOf(config, info);
      const found = new Map<number, Start>();
      for (const seed of seeds) {
        const start = await readOne(config, nameOf(kind, seed));
        if (start) found.set(seed, start);
      }
      return found;
    }),

    keep: (config, info, made) => attempt(KEEPING, undefined, async () => {
      const kind = kindOf(config, info);
      for (const [seed, start] of made) {
        const bytes = encodeStart(start).buffer;
        await shelf.set(nameOf(kind, seed), { bytes, digest: digest(bytes) });
      }
      const added = [...made.keys()].map((seed) => nameOf(kind, seed));
      let dropped: string[] = [];
      await shelf.update(INDEX, (index) => {
        const names = [...namesIn(index).filter((name) => !added.includes(name)), ...added];
        dropped = names.slice(0, Math.max(0, names.length - MOST_KEPT));
        return names.slice(-MOST_KEPT);
      });
      if (dropped.length > 0) await shelf.remove(dropped);
    }),
  };
}
