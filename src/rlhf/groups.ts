/** Groups: runs of K numbers, one run for each prompt. */

/** Splits (n, K) into its groups. Throws a RangeError where the last group is incomplete. */
export function groupsOf(values: ArrayLike<number>, groupSize: number): Float64Array[] {
  if (!(groupSize >= 1) || values.length % groupSize !== 0) {
    throw new RangeError(`${values.length} values are not whole groups of ${groupSize}`);
  }
  const all = Float64Array.from(values);
  return Array.from({ length: all.length / groupSize }, (_, group) => all.slice(group * groupSize, (group + 1) * groupSize));
}

/** Maps each group (K) to a group (K): (n, K) to (n, K). */
export function inGroups(
  values: ArrayLike<number>, groupSize: number, map: (group: Float64Array, index: number) => Float64Array,
): Float64Array {
  const result = new Float64Array(values.length);
  groupsOf(values, groupSize).forEach((group, index) => result.set(map(group, index), index * groupSize));
  return result;
}

/** The mean, summed as distances from the first value, so that equal values have exactly their own value as mean. */
export function shiftedMean(values: Float64Array): number {
  const origin = values[0];
  return origin + values.reduce((sum, value) => sum + (value - origin), 0) / values.length;
}

/** Standard deviation of a population: the mean square distance is a mean over all values. */
export function populationDeviation(values: Float64Array): number {
  const mean = shiftedMean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
