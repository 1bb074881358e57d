/** Fewer points than were measured, for charts a few hundred pixels wide. */

/**
 * Means over equal runs of neighbours, at most `most` of them; short inputs come back as they are. A run of which a
 * value is null becomes null: a quantity that is not there is not drawn as if it were.
 */
export function bucketMeans(values: readonly (number | null)[], most: number): (number | null)[] {
  if (most < 1) throw new RangeError(`at least one point must remain, not ${most}`);
  const size = Math.ceil(values.length / most);
  if (size <= 1) return [...values];
  const buckets: (number | null)[] = [];
  for (let start = 0; start < values.length; start += size) {
    const bucket = values.slice(start, start + size);
    buckets.push(bucket.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value / bucket.length), 0));
  }
  return buckets;
}
