/** The protocol from end to end in one thread, for tests: a coordinator over real worker ends. */
import { kernelsBinary } from '../../scripts/kernels.ts';
import type { Config } from '../config/fields.ts';
import { createEngine } from '../engine/create.ts';
import type { Engine } from '../engine/engine.ts';
import { Ladder } from '../engine/ladder.ts';
import { encodeStart, startFields, STARTS_INDEX, type Start, type StartsIndex, type StartsReader } from '../experiment/starts.ts';
import { untrained } from '../experiment/testing.ts';
import type { CheckpointStore } from './checkpointKeeper.ts';
import { coordinate } from './coordinate.ts';
import { keepsNothing, type KeptStarts } from './keptStarts.ts';
import type { Command, Report } from './messages.ts';
import { serveCommands } from './workerEnd.ts';

/** Shipped starting weights of these seeds: untrained models. */
const shipping = (config: Config, seeds: readonly number[]): StartsReader => async (name) => {
  if (seeds.length === 0) return null;
  const bytes = (values: Uint8Array | Float32Array) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice().buffer;
  if (name === STARTS_INDEX) {
    const index: StartsIndex = { seeds, fields: Object.fromEntries(startFields.map((key) => [key, config[key]])) };
    return bytes(new TextEncoder().encode(JSON.stringify(index)));
  }
  return bytes(encodeStart(untrained(config)));
};

/** The lab on `workers` workers. What is shipped is of `config`. */
export function lab(
  workers: number, { config, shipped = [], kept = keepsNothing, engineOf = (engine) => engine, checkpoints = () => memoryCheckpoints() }: {
    readonly config: Config; readonly shipped?: readonly number[]; readonly kept?: KeptStarts;
    /** What stands in for an engine that is made. */
    readonly engineOf?: (engine: Engine) => Engine;
    readonly checkpoints?: (where: string) => CheckpointStore;
  },
) {
  const reports: Report[] = [];
  const engines: Engine[] = [];
  const waiters: { matches: (report: Report) => boolean; resolve: (report: Report) => void }[] = [];
  const send = coordinate({
    ladder: new Ladder(),
    workersFor: () => workers,
    keptRace: { read: async () => null, keep: async () => undefined },
    timer: () => () => undefined,
    spawn: (onReports) => {
      const serve = serveCommands({
        createEngine: async (asked) => {
          const engine = engineOf(await createEngine(asked, { tfjs: '', kernels: kernelsBinary }));
          engines.push(engine);
          return engine;
        },
        readStarts: shipping(config, shipped),
        kept,
        post: (told) => queueMicrotask(() => onReports(structuredClone(told))),
      });
      let ended = false;
      return {
        post: (command) => queueMicrotask(() => { if (!ended) serve(structuredClone(command)); }),
        terminate: () => {
          ended = true;
          // All of them share one heap here, which only a run's own end gives back.
          serve({ type: 'cancel' });
        },
      };
    },
    post: (told) => {
      for (const report of told) {
        reports.push(report);
        for (const waiter of waiters.splice(0)) {
          if (waiter.matches(report)) waiter.resolve(report);
          else waiters.push(waiter);
        }
      }
    },
    checkpoints,
    now: () => 0,
  });
  const until = <T extends Report['type']>(type: T, matches: (report: Extract<Report, { type: T }>) => boolean = () => true) =>
    new Promise<Extract<Report, { type: T }>>((resolve) => {
      const isIt = (report: Report): report is Extract<Report, { type: T }> => report.type === type && matches(report as Extract<Report, { type: T }>);
      waiters.push({ matches: isIt, resolve: (report) => { if (isIt(report)) resolve(report); } });
    });
  return { send: (command: Command) => send(command), until, reports, engines };
}

/** Storage of one browser. */
export function memory(): KeptStarts & { readonly starts: Map<number, Start> } {
  const starts = new Map<number, Start>();
  return {
    starts,
    seeds: async () => [...starts.keys()],
    read: async (_config, _info, seeds) => new Map([...starts].filter(([seed]) => seeds.includes(seed))),
    keep: async (_config, _info, made) => made.forEach((start, seed) => starts.set(seed, start)),
  };
}

/** A store of checkpoints; both generations can be looked at and spoilt. */
export function memoryCheckpoints(): CheckpointStore & { readonly files: Map<number, ArrayBuffer> } {
  const files = new Map<number, ArrayBuffer>();
  return {
    files,
    read: async (generation) => files.get(generation) ?? null,
    write: async (generation, bytes) => void files.set(generation, bytes),
    remove: async () => files.clear(),
  };
}
