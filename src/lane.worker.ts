/** Entry of a worker that computes lanes. Nothing imports it, and it starts the body only. */
import { startBody, type WorkerScope } from './protocol/startBody.ts';

startBody(self as unknown as WorkerScope, () => import('./protocol/laneBody.ts'));
