/** Rows of equal length, one per lane, as one flat array. */
export function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * rows[0].length);
  rows.forEach((row, lane) => all.set(row, lane * row.length));
  return all;
}

/** The way back: one row per lane. */
export function perLane(values: Float32Array, lanes: number): Float32Array[] {
  const size = values.length / lanes;
  return Array.from({ length: lanes }, (_, lane) => values.slice(lane * size, (lane + 1) * size));
}
