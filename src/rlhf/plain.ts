/** Plain arithmetic takes any array of numbers, and computes in float64. */

/** A type's typed arrays loosened to any array of numbers, in row-major order. */
export type Plain<T> = {
  readonly [K in keyof T]: T[K] extends Float32Array | Int32Array ? ArrayLike<number> : T[K];
};
