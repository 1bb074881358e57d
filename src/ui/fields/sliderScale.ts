/** Where a number sits on its slider, and back. */
import type { NumberField } from '../../config/fields.ts';

/** Positions of a logarithmic slider go from 0 to this. */
export const LOG_POSITIONS = 200;

/** The smallest value that a logarithmic slider shows as itself; position 0 is the field's minimum, which may be 0. */
function logarithmicStart(field: NumberField): number {
  return field.min > 0 ? field.min : field.step;
}

export function toPosition(field: NumberField, value: number): number {
  if (!field.logarithmic) return value;
  const start = logarithmicStart(field);
  if (value < start) return 0;
  return Math.round((LOG_POSITIONS * Math.log(value / start)) / Math.log(field.max / start));
}

/** Two significant digits on a logarithmic slider, always inside the range. */
export function fromPosition(field: NumberField, position: number): number {
  if (!field.logarithmic) return position;
  if (position <= 0) return field.min;
  const start = logarithmicStart(field);
  const value = start * (field.max / start) ** (position / LOG_POSITIONS);
  return Math.min(field.max, Math.max(field.min, Number(value.toPrecision(2))));
}

/** The neighbour value for an arrow key: a step up or down, or a step of the logarithmic slider. */
export function nudge(field: NumberField, value: number, direction: 1 | -1): number {
  const next = field.logarithmic
    ? fromPosition(field, toPosition(field, value) + 4 * direction)
    : Number((value + direction * field.step).toPrecision(10));
  return Math.min(field.max, Math.max(field.min, next));
}
