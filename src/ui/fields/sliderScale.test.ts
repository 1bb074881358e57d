import { describe, expect, it } from 'vitest';
import { fieldKeys, fields, type NumberField } from '../../config/fields.ts';
import { fieldOf } from '../../settings/values.ts';
import { fromPosition, LOG_POSITIONS, nudge, toPosition } from './sliderScale.ts';

const numbers = fieldKeys.map(fieldOf).filter((field): field is NumberField => field.type === 'number' || field.type === 'integer');
const logarithmic = numbers.filter((field) => field.logarithmic);
const positions = Array.from({ length: LOG_POSITIONS + 1 }, (_, position) => position);

describe('sliders', () => {
  it.each(logarithmic)('reach both ends of $label', (field) => {
    expect(fromPosition(field, 0)).toBe(field.min);
    expect(fromPosition(field, LOG_POSITIONS)).toBe(field.max);
    expect(toPosition(field, field.min)).toBe(0);
    expect(toPosition(field, field.max)).toBe(LOG_POSITIONS);
  });

  it.each(logarithmic)('give $label values of its range and kind at every position, in order', (field) => {
    const values = positions.map((position) => fromPosition(field, position));
    expect(values.every((value) => value >= field.min && value <= field.max && (field.type === 'number' || Number.isInteger(value)))).toBe(true);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });

  it.each(numbers)('find $label’s default and detents again', (field) => {
    for (const value of [field.default, ...(field.detents ?? [])]) {
      const position = toPosition(field, value);
      expect(fromPosition(field, position)).toBe(value);
      expect(toPosition(field, fromPosition(field, position))).toBe(position);
    }
  });

  it('leave zero a place of its own, and β most of the slider where it matters', () => {
    expect(fromPosition(fields.beta, 0)).toBe(0);
    expect(fromPosition(fields.beta, 1)).toBe(0.01);
    const at = (value: number) => toPosition(fields.beta, value) / LOG_POSITIONS;
    expect(at(0.5) - at(0.05)).toBeGreaterThan(0.3);
  });

  it('keep linear fields to their steps, from any position between', () => {
    expect(fromPosition(fields.policyHeads, 3.4)).toBe(3);
    expect(fromPosition(fields.alpha, 0.3333)).toBe(0.35);
    expect(fromPosition(fields.lengthPenalty, 5)).toBe(5);
  });
});

describe('arrow keys', () => {
  it.each(numbers)('nudge $label inside its range', (field) => {
    expect(nudge(field, field.max, 1)).toBe(field.max);
    expect(nudge(field, field.min, -1)).toBe(field.min);
    expect(nudge(field, field.default, 1)).toBeGreaterThan(field.default);
    if (field.default > field.min) expect(nudge(field, field.default, -1)).toBeLessThan(field.default);
  });

  it.each(numbers)('lead from one end of $label to the other and back', (field) => {
    for (const [from, to, direction] of [[field.min, field.max, 1], [field.max, field.min, -1]]) {
      let value = from;
      for (let presses = 0; value !== to && presses < 2000; presses++) {
        const next = nudge(field, value, direction);
        expect(Math.sign(next - value)).toBe(direction);
        if (field.type === 'integer') expect(Number.isInteger(next)).toBe(true);
        value = next;
      }
      expect(value).toBe(to);
    }
  });

  it('take tidy values', () => {
    expect([nudge(fields.beta, 0.15, 1), nudge(fields.beta, 0, 1), nudge(fields.beta, 0.01, -1), nudge(fields.beta, 0.15, 10)]).toEqual([0.16, 0.01, 0, 0.25]);
    expect([nudge(fields.steps, 160, 1), nudge(fields.steps, 9, 1), nudge(fields.steps, 1, 1), nudge(fields.learningRate, 3e-4, -1)]).toEqual([170, 10, 2, 2.9e-4]);
  });
});
