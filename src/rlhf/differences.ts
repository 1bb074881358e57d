/** Central differences, for tests of gradients. */

/** d f / d x, at each entry of x. */
export function differences(f: (x: Float64Array) => number, x: ArrayLike<number>, step = 1e-5): Float64Array {
  const point = Float64Array.from(x);
  return point.map((value, i) => {
    const at = (moved: number) => f(point.with(i, moved));
    return (at(value + step) - at(value - step)) / (2 * step);
  });
}

/** Largest difference of two arrays, over the largest number of the second. */
export function farthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const reference = Array.from(b);
  const scale = Math.max(...reference.map(Math.abs));
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - reference[i]))) / scale;
}
