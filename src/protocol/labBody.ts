/** The lab's worker: owns the run and deals its lanes out to workers of its own. */
/// <reference lib="webworker" />
import { coresTold, workersFor } from '../engine/choose.ts';
import { Ladder } from '../engine/ladder.ts';
import { realTimer } from '../engine/waiting.ts';
import { channelOf } from './channel.ts';
import { checkpointStore } from './checkpointStores.ts';
import { coordinate } from './coordinate.ts';
import { keptRaceOn } from './keptRace.ts';
import type { LaneCommand, LaneReport } from './messages.ts';
import { secondTry } from './secondTry.ts';
import { browserShelf } from './shelf.ts';

const scope = self as unknown as DedicatedWorkerGlobalScope;

export const handle = coordinate({
  ladder: new Ladder(),
  workersFor: (road) => workersFor(road, coresTold()),
  keptRace: keptRaceOn(browserShelf(), `${navigator.userAgent} ${coresTold() ?? ''}`),
  spawn: secondTry<LaneCommand, readonly LaneReport[]>(
    (hear, onCrash) => channelOf(new Worker(new URL('../lane.worker.ts', import.meta.url), { type: 'module' }), hear, onCrash), realTimer,
  ),
  post: (reports) => scope.postMessage(reports),
  checkpoints: checkpointStore,
  now: () => performance.now(),
  timer: realTimer,
});
