/** Where a number sits on its slider, and back. */
import type { NumberField } from '../../config/fields.ts';

/** What of a field decides. */
export type Scale = Pick<NumberField, 'type' | 'min' | 'max' | 'step' | 'default' | 'logarithmic' | 'detents'>;

/** Positions of a logarithmic slider go from 0 to this. */
export const LOG_POSITIONS = 200;

/** Digits that hide the rounding of sums of decimal fractions. */
const DIGITS = 10;

function within({ min, max, type }: Scale, value: number): number {
  const tidy = Number(value.toPrecision(DIGITS));
  return Math.min(max, Math.max(min, type === 'integer' ? Math.round(tidy) : tidy));
}

/**
 * A logarithmic scale from its first value to the field's greatest. Zero has the lowest position for itself; the scale
 * then begins with the field's step.
 */
function logarithm({ min, max, step }: Scale): { readonly first: number; readonly position: number; readonly perPosition: number } {
  const [first, position] = min > 0 ? [min, 0] : [step, 1];
  return { first, position, perPosition: Math.log(max / first) / (LOG_POSITIONS - position) };
}

export function toPosition(scale: Scale, value: number): number {
  if (!scale.logarithmic) return value;
  const { first, position, perPosition } = logarithm(scale);
  if (value <= 0) return 0;
  return value <= first ? position : Math.min(LOG_POSITIONS, Math.round(position + Math.log(value / first) / perPosition));
}

/**
 * The value at a position, always inside the range: a detent or the default where it has the position, else a step of
 * the field, or two significant digits on a logarithmic slider.
 */
export function fromPosition(scale: Scale, at: number): number {
  const anchor = [...(scale.detents ?? []), scale.default].find((value) => toPosition(scale, value) === at);
  if (anchor !== undefined) return anchor;
  if (!scale.logarithmic) return within(scale, Math.round(at / scale.step) * scale.step);
  const { first, position, perPosition } = logarithm(scale);
  if (at < position || at <= 0) return scale.min;
  if (at >= LOG_POSITIONS) return scale.max;
  return within(scale, Number((first * Math.exp((at - position) * perPosition)).toPrecision(2)));
}

/** Steps of an arrow key while it is pressed with Shift, or of a page key. */
export const LEAP = 10;

/**
 * The neighbour value for an arrow key, `steps` up or down: a step of the field, or on a logarithmic slider one in the
 * second significant digit. It is never the value itself, except at the ends.
 */
export function nudge(scale: Scale, value: number, steps: number): number {
  const { logarithmic, type } = scale;
  if (!logarithmic) return within(scale, value + steps * scale.step);
  const { first } = logarithm(scale);
  if (value < first) return steps > 0 ? within(scale, first) : scale.min;
  const second = 10 ** (Math.floor(Math.log10(value) + 1e-9) - 1);
  const next = value + steps * (type === 'integer' ? Math.max(1, second) : second);
  return next < first ? (value > first && scale.min > 0 ? first : scale.min) : within(scale, next);
}
