/** The lab's worker: owns the run and deals its lanes out to workers of its own. */
/// <reference lib="webworker" />
import { resolveChoice } from '../engine/choose.ts';
import { CODE_NOT_LOADED } from '../engine/loadCode.ts';
import { coordinate } from './coordinator.ts';
import type { Report } from './messages.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

/** More workers than this gain nothing but memory use. */
const MOST_WORKERS = 8;

export const handle = coordinate({
  plan: async (asked) => {
    const { reason, ...choice } = await resolveChoice(asked);
    // A GPU takes all lanes in the same dispatches; a processor takes as many at once as it has cores.
    const workers = choice.backend === 'webgpu' ? 1 : Math.min(MOST_WORKERS, self.navigator.hardwareConcurrency);
    return { workers, choice, reason };
  },
  spawn: (onReport, onCrash) => {
    const worker = new Worker(new URL('../lane.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<Report>) => onReport(event.data);
    // An error without a message is that of a script that could not be fetched.
    worker.onerror = (event) => onCrash(event.message || CODE_NOT_LOADED);
    return { post: (command) => worker.postMessage(command), terminate: () => worker.terminate() };
  },
  post: (report) => scope.postMessage(report),
  now: () => performance.now(),
});
