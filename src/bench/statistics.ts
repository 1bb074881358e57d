/** Medians with quartiles. */

export interface Spread {
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
}

/** Quartiles with linear interpolation between neighbours (Hyndman and Fan's type 7, NumPy's default). @throws on no values */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('no values to take quartiles of');
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return { q1: at(0.25), median: at(0.5), q3: at(0.75) };
}
