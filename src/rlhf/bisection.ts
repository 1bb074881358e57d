/** Inverses of increasing functions. */

/** The x from `low` to `high` where the increasing function reaches `value`, to the interval over 2^60. */
export function whereReached(increasing: (x: number) => number, value: number, low: number, high: number): number {
  let [from, to] = [low, high];
  for (let i = 0; i < 60; i++) {
    const middle = (from + to) / 2;
    if (increasing(middle) < value) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
