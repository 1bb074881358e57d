import { describe, expect, it } from 'vitest';
import { brokenLines } from './picture.ts';

describe('lines of a picture’s text', () => {
  it('hold every word, and are no longer than there is room for', () => {
    const text = 'Mean of 12 seeds, shaded its 95 % interval. Left scale: gold.';
    const lines = brokenLines(text, 10, 150);
    expect(lines.join(' ')).toBe(text);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every((line) => line.length <= 27)).toBe(true);
  });

  it('break a word that is longer than a line', () => {
    const link = `https://example.org/#${'x'.repeat(100)}`;
    const lines = brokenLines(link, 10, 150);
    expect(lines.join('')).toBe(link);
    expect(lines.every((line) => line.length <= 27)).toBe(true);
  });

  it('of nothing are none', () => {
    expect(brokenLines('', 12, 300)).toEqual([]);
  });
});
