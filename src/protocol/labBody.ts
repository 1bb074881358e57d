/** The lab's worker: owns the run and deals its lanes out to workers of its own. */
/// <reference lib="webworker" />
import { coresTold, workersFor } from '../engine/choose.ts';
import { Ladder } from '../engine/ladder.ts';
import { realTimer } from '../engine/waiting.ts';
import { coordinate } from './coordinate.ts';
import { keptRaceOn } from './keptRace.ts';
import { laneWorker } from './laneWorker.ts';
import type { LaneCommand, LaneReport } from './messages.ts';
import { secondTry } from './secondTry.ts';
import { browserShelf } from './shelf.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

/** Its first word comes when its code is loaded: in a second or so, or in some with a slow connection. */
const MUTE_SECONDS = 15;

export const handle = coordinate({
  ladder: new Ladder(),
  workersFor: (road) => workersFor(road, coresTold()),
  keptRace: keptRaceOn(browserShelf(), `${navigator.userAgent} ${coresTold() ?? ''}`),
  spawn: (onReports, onCrash) => secondTry<LaneCommand, readonly LaneReport[]>(
    (hear) => laneWorker(new Worker(new URL('../lane.worker.ts', import.meta.url), { type: 'module' }), hear, onCrash), MUTE_SECONDS, realTimer,
  )(onReports),
  post: (reports) => scope.postMessage(reports),
  now: () => performance.now(),
  timer: realTimer,
});
