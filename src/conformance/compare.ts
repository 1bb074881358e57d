/** The error of an array of numbers against its reference. */

/** Reference arrays below this are zero but for rounding: errors are then absolute. */
const ZERO = 1e-6;
/** An allowance never hides more than this share of the scale. */
const MOST_ALLOWED = 1e-6;

/**
 * NaN stands for "there is none", which agrees only with itself. Else the largest |got - reference| beyond the entry's allowance, over the largest |reference| of the array.
 * Infinity where lengths differ or a number is not finite.
 */
export function relativeError(reference: ArrayLike<number>, got: ArrayLike<number>, allowance?: ArrayLike<number>): number {
  if (reference.length !== got.length) return Infinity;
  let scale = 0;
  for (let i = 0; i < reference.length; i++) if (!Number.isNaN(reference[i])) scale = Math.max(scale, Math.abs(reference[i]));
  if (scale < ZERO) scale = 1;
  let worst = 0;
  for (let i = 0; i < reference.length; i++) {
    if (Number.isNaN(reference[i]) && Number.isNaN(got[i])) continue;
    if (!Number.isFinite(got[i]) || Number.isNaN(reference[i])) return Infinity;
    const given = allowance?.[i] ?? 0;
    const allowed = Number.isNaN(given) ? 0 : Math.min(given, MOST_ALLOWED * scale);
    worst = Math.max(worst, (Math.abs(got[i] - reference[i]) - allowed) / scale);
  }
  return worst;
}
