/** Sizes of arrays. */

/** Values in an array of that shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** @throws Error where so many values are more or fewer than the shape has */
export function checkFills(values: { readonly length: number }, shape: readonly number[]): void {
  if (values.length !== sizeOf(shape)) throw new Error(`${values.length} values do not fill (${shape.join(', ')})`);
}
