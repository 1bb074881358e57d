/** Entry of the lab's worker. Nothing imports it, and it starts the body only. */
import { startBody, type WorkerScope } from './protocol/startBody.ts';

startBody(self as unknown as WorkerScope, () => import('./protocol/labBody.ts'));
