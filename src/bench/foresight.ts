/** What a problem will cost, judged by those already tried. */
import { nameOf, type Case } from './plan.ts';
import type { Implementation, LeftOut, Row } from './result.ts';

type Problem = Pick<Row, 'backend' | 'model' | 'implementation'>;

/**
 * Seconds that the longest work of `entry` will take `implementation`, in proportion to the most lanes on which it was
 * timed; 0 where it was not timed yet. An overestimate for what gains from lanes.
 */
export function foreseenSeconds({ backend, model, works, lanes }: Case, implementation: Implementation, rows: readonly Row[]): number {
  const known = rows.filter((row) => isOf(row, { backend, model: nameOf(model), implementation }) && works.includes(row.work));
  return Math.max(0, ...known.map((row) => {
    const latest = known.filter(({ work }) => work === row.work).at(-1)!;
    return latest.medianMs / 1000 * (lanes / latest.lanes);
  }));
}

/** Why `implementation` need not be tried on `entry`; null where it should. `patience`: seconds that one piece of work may take. */
export function reasonToSkip(
  entry: Case, implementation: Implementation, { rows, leftOut }: { readonly rows: readonly Row[]; readonly leftOut: readonly LeftOut[] }, patience: number,
): string | null {
  const { backend, model, lanes } = entry;
  const failure = leftOut.find((other) => other.failed && other.lanes <= lanes && isOf(other, { backend, model: nameOf(model), implementation }));
  if (failure) return `it did not run with ${failure.lanes} either`;
  const seconds = foreseenSeconds(entry, implementation, rows);
  return seconds > patience ? `one piece of work would take about ${Math.round(seconds)} s, going by fewer lanes` : null;
}

function isOf(row: Problem, { backend, model, implementation }: Problem): boolean {
  return row.backend === backend && row.model === model && row.implementation === implementation;
}
