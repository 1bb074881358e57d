/**
 * Round tick values that enclose `low` and `high`, in steps of 1, 2 or 5 times a power of ten, about `count` of them.
 * Throws where `high` is not above `low`.
 */
export function niceTicks(low: number, high: number, count: number): number[] {
  if (!(high > low)) throw new RangeError(`no ticks between ${low} and ${high}`);
  const rough = (high - low) / Math.max(1, count - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.999) ?? 10);
  // A trace of rounding past a tick is no reason for another one.
  const first = Math.floor(low / step + 1e-6);
  const last = Math.ceil(high / step - 1e-6);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
