import { describe, expect, it } from 'vitest';
import { plainText, quotable, readNumber } from './text.ts';

describe('numbers as people type them', () => {
  it.each([
    ['0,2', 0.2], ['0,150', 0.15], [',5', 0.5], ['-0,5', -0.5], ['3e-4', 3e-4], ['3,5e-4', 3.5e-4], ['\u22120.5', -0.5], ['０．２', 0.2], ['０，２', 0.2],
    ['1 000', 1000], ['1\u202f000', 1000], ['1\u00a0000,5', 1000.5], ['1’000', 1000], ['\u200b0.2 ', 0.2], ['1.', 1], ['1.000', 1],
  ])('%j is a number', (text, value) => {
    expect(readNumber(plainText(text), 'number')).toBe(value);
  });

  it.each(['1,000', '1.000,5', '1,000.5', '1.2.3', '1,2,3', '0,1,', '..', '1 00', '10 0000', '10²', '1/2', '½', '٣', '5 %', '', '-', ',', '1e', '0x1f', 'NaN'])('%j is none', (text) => {
    expect(readNumber(plainText(text), 'number')).toBeNaN();
  });

  it('a point before three digits of a whole number could set off thousands', () => {
    expect(readNumber('1.000', 'integer')).toBeNaN();
    expect(readNumber('0.500', 'integer')).toBe(0.5);
  });

  it('long digits are read in time that grows with their length', () => {
    expect(readNumber(`${'1'.repeat(200_000)}x`, 'number')).toBeNaN();
  });
});

describe('quotations', () => {
  it('are short, and keep whole characters', () => {
    expect(quotable('beta')).toBe('beta');
    expect(quotable('x'.repeat(60))).toBe('x'.repeat(60));
    expect(quotable('x'.repeat(100_000))).toBe(`${'x'.repeat(59)}…`);
    expect(quotable('😀'.repeat(61))).toBe(`${'😀'.repeat(59)}…`);
  });

  it('show no control characters, and none that turn the text around', () => {
    expect(quotable('a\u0000b\nc\u202ed\u200be\ud800')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\ufffd');
  });
});
