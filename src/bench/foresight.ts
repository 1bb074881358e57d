/** What a problem will cost, judged by those already timed. */
import { nameOf, type Case } from './plan.ts';
import type { Implementation, Row } from './result.ts';

/**
 * Seconds that the longest work of `entry` will take `implementation`, in proportion to the most lanes on which it was
 * timed; 0 where it was not timed yet. An overestimate for what gains from lanes.
 */
export function foreseenSeconds({ backend, model, works, lanes }: Case, implementation: Implementation, rows: readonly Row[]): number {
  const name = nameOf(model);
  const known = rows.filter((row) =>
    row.backend === backend && row.model === name && row.implementation === implementation && works.includes(row.work));
  return Math.max(0, ...known.map((row) => {
    const latest = known.filter(({ work }) => work === row.work).at(-1)!;
    return latest.medianMs / 1000 * (lanes / latest.lanes);
  }));
}
