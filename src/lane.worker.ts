/** Entry of a worker that computes lanes. Nothing imports it, and it starts the body only. */
import type { LaneCommand } from './protocol/messages.ts';
import { startBody, type WorkerScope } from './protocol/startBody.ts';

startBody(self as unknown as WorkerScope<LaneCommand>, () => import('./protocol/laneBody.ts'));
