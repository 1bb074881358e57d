import { describe, expect, it } from 'vitest';
import { Stream } from '../engine/random.ts';
import { relativeError } from './compare.ts';
import { halfUnit, printedDigits, unprint } from './printing.ts';
import { expectShape, MalformedFixture, readTensor } from './tensor.ts';

describe('printed numbers', () => {
  it('tell the digits they were cut to', () => {
    expect(printedDigits('{"what":"1e-4","cases":[0.3, 0.363461804, 2.03968188, -2.95279421e-05, 0.00446345218, 12]}')).toBe(9);
    expect(printedDigits('[0.36346180412345678, 1.2345678901234567]')).toBe(17);
  });

  it('have lost at most half a unit of the last digit', () => {
    expect(halfUnit(1.5, 9)).toBeCloseTo(5e-9, 20);
    expect(halfUnit(-0.00446345218, 9)).toBeCloseTo(5e-12, 24);
    expect(halfUnit(0, 9)).toBe(0);
  });

  it('vary without printing otherwise, and equal ones stay equal', () => {
    const values = Float64Array.of(1.23456789, -0.00446345218, 0, 1.23456789, 1e5);
    const varied = unprint(values, 9, new Stream(1));
    varied.forEach((value, i) => expect(Number(value.toPrecision(9))).toBe(values[i]));
    expect(varied[0]).not.toBe(values[0]);
    expect(varied[3]).toBe(varied[0]);
  });
});

describe('the relative error', () => {
  it('is that of the array, beyond what is allowed', () => {
    expect(relativeError([1, -4], [1, -3])).toBe(0.25);
    expect(relativeError([1, -4], [1, -4 + 2e-6], [0, 1e-6])).toBeCloseTo(2.5e-7, 12);
    expect(relativeError([1, -4], [1, -3], [5, 5])).toBeCloseTo(0.25, 5);
  });
  it('is absolute where the reference is zero', () => {
    expect(relativeError([0, 0], [0, 1e-3])).toBe(1e-3);
  });
  it('is infinite where nothing can be compared', () => {
    expect(relativeError([1], [1, 2])).toBe(Infinity);
    expect(relativeError([1], [NaN])).toBe(Infinity);
  });
});

describe('nested lists', () => {
  it('are read with their shape', () => {
    expect(readTensor([[1, 2, 3], [4, 5, 6]], 'x')).toEqual({ shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) });
    expect(readTensor(3, 'x', 0).data[0]).toBe(3);
  });
  it.each([[[[1], [2, 3]], 'ragged'], [[1, 'a'], '"a"'], [[], 'empty'], [[1, null], 'null'], [[[1]], 'axes'], [undefined, 'axes']])('%j is refused', (value, message) => {
    expect(() => readTensor(value, 'x', 1)).toThrow(MalformedFixture);
    expect(() => readTensor(value, 'x', 1)).toThrow(message === 'ragged' ? 'axes' : message);
  });
  it('of another shape are refused', () => {
    expect(() => { expectShape(readTensor([1, 2], 'x'), [3], 'x'); }).toThrow('(2) instead of (3)');
    expect(() => readTensor([[1], [2, 3]], 'x')).toThrow('ragged');
  });
});
