/** The protocol from end to end in one thread, in Node: a coordinator over real worker ends, whose engines and workers can be lost at will. */
import { kernelsBinary } from '../../scripts/kernels.ts';
import { createEngine } from '../engine/create.ts';
import type { Engine } from '../engine/engine.ts';
import { Ladder } from '../engine/ladder.ts';
import type { StartsReader } from '../experiment/starts.ts';
import type { CheckpointStore } from './checkpointKeeper.ts';
import { coordinate } from './coordinate.ts';
import { keepsNothing, type KeptStarts } from './keptStarts.ts';
import type { Command, LaneReport, Report } from './messages.ts';
import { serveCommands } from './workerEnd.ts';

/** One of the workers, as a test or a soak sees it. */
export interface ThreadWorker {
  /** What it has told, newest last. */
  readonly told: readonly LaneReport[];
  /** Ends it, as an error that nobody catches does. */
  readonly crash: (message: string) => void;
}

export interface ThreadResources {
  readonly readStarts: StartsReader;
  readonly kept: KeptStarts;
  /** What stands in for an engine that is made. */
  readonly engineOf: (engine: Engine, worker: ThreadWorker) => Engine;
  readonly checkpoints: (where: string) => CheckpointStore;
  /** Milliseconds. */
  readonly now: () => number;
}

/** A lab on `workers` workers. Nothing is shipped or kept but where it is given. */
export function labInOneThread(
  workers: number,
  { readStarts = async () => null, kept = keepsNothing, engineOf = (engine) => engine, checkpoints = () => memoryCheckpoints(), now = () => 0 }: Partial<ThreadResources>,
) {
  const reports: Report[] = [];
  const engines: Engine[] = [];
  const waiters: { matches: (report: Report) => boolean; resolve: (report: Report) => void }[] = [];
  const send = coordinate({
    ladder: new Ladder(),
    workersFor: () => workers,
    keptRace: { read: async () => null, keep: async () => undefined },
    timer: () => () => undefined,
    spawn: (onReports, onCrash) => {
      let ended = false;
      const told: LaneReport[] = [];
      const crash = (message: string) => {
        ended = true;
        queueMicrotask(() => onCrash(message));
      };
      const serve = serveCommands({
        createEngine: async (asked) => {
          const engine = engineOf(await createEngine(asked, { tfjs: '', kernels: kernelsBinary }), { told, crash });
          engines.push(engine);
          return engine;
        },
        readStarts,
        kept,
        post: (list) => {
          told.push(...list);
          queueMicrotask(() => { if (!ended) onReports(structuredClone(list)); });
        },
      });
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
    now,
  });
  const until = <T extends Report['type']>(type: T, matches: (report: Extract<Report, { type: T }>) => boolean = () => true) =>
    new Promise<Extract<Report, { type: T }>>((resolve) => {
      const isIt = (report: Report): report is Extract<Report, { type: T }> => report.type === type && matches(report as Extract<Report, { type: T }>);
      waiters.push({ matches: isIt, resolve: (report) => { if (isIt(report)) resolve(report); } });
    });
  return { send: (command: Command) => send(command), until, reports, engines };
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
