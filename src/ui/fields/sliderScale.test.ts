import { describe, expect, it } from 'vitest';
import { fieldKeys, type NumberField } from '../../config/fields.ts';
import { fieldOf } from '../../config/values.ts';
import { fromPosition, LOG_POSITIONS, nudge, toPosition } from './sliderScale.ts';

const numbers = fieldKeys.map(fieldOf).filter((field): field is NumberField => field.type === 'number' || field.type === 'integer');
const logarithmic = numbers.filter((field) => field.logarithmic);

describe('sliders', () => {
  it.each(logarithmic)('reach both ends of $label', (field) => {
    expect(fromPosition(field, 0)).toBe(field.min);
    expect(fromPosition(field, LOG_POSITIONS)).toBe(field.max);
    expect(toPosition(field, field.min)).toBe(0);
    expect(toPosition(field, field.max)).toBe(LOG_POSITIONS);
  });

  it.each(logarithmic)('find $label’s default again', (field) => {
    expect(fromPosition(field, toPosition(field, field.default)) / field.default).toBeCloseTo(1, 1);
  });

  it.each(numbers)('nudge $label inside its range', (field) => {
    expect(nudge(field, field.max, 1)).toBe(field.max);
    expect(nudge(field, field.min, -1)).toBe(field.min);
    expect(nudge(field, field.default, 1)).toBeGreaterThan(field.default);
    if (field.default > field.min) expect(nudge(field, field.default, -1)).toBeLessThan(field.default);
  });
});
