/** What starting weights cost, in words. */
import type { SupervisedCost } from '../../store/measurement.ts';
import { duration } from '../format.ts';

/** What the machine takes where it was measured; else what a slow one would, no more exactly than anybody can know. */
export function costText({ seconds, measured }: SupervisedCost): string {
  return `trains a new starting policy: about ${measured ? duration(seconds) : `${roughly(seconds)} on a slow machine`}`;
}

function roughly(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 95 ? `${10 * Math.round(seconds / 10)} s` : `${Math.round(seconds / 60)} min`;
}
