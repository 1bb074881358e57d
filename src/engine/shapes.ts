/** Sizes of arrays. */
import type { DeviceArray, PolicyObjective, ResponseTokens } from './engine.ts';

/** Values in an array of that shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** @throws Error where so many values are more or fewer than the shape has */
export function checkFills(values: { readonly length: number }, shape: readonly number[]): void {
  if (values.length !== sizeOf(shape)) throw new Error(`${values.length} values do not fill (${shape.join(', ')})`);
}

/**
 * Whether each token has an advantage of its own: (R, B, L) instead of (R, B).
 *
 * @throws RangeError as `Engine.policyStep`
 */
export function haveTokens(advantages: DeviceArray, { tokens, promptLength }: ResponseTokens, ratio: PolicyObjective['ratio']): boolean {
  const [lanes, batch, length] = tokens.shape;
  const found = advantages.shape.join(', ');
  if (found === `${lanes}, ${batch}`) return false;
  if (found !== `${lanes}, ${batch}, ${length - promptLength}`) {
    throw new RangeError(`advantages of shape (${found}) are neither one a response, (${lanes}, ${batch}), nor one a token`);
  }
  if (ratio === 'sequence') throw new RangeError('with ratios of whole responses a response has one advantage, not one for each token');
  return true;
}
