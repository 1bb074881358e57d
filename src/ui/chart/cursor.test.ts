import { describe, expect, it } from 'vitest';
import { keyMoves } from './cursor.ts';

const steps = [0, 10, 20];

describe('keys in the plot', () => {
  it.each([
    ['ArrowRight', null, 0], ['ArrowRight', 10, 20], ['ArrowRight', 20, 20], ['ArrowLeft', null, 20], ['ArrowLeft', 10, 0], ['ArrowLeft', 0, 0],
    ['Home', 20, 0], ['End', null, 20], ['Escape', 10, null], ['Escape', null, undefined], ['x', 10, undefined], [' ', 10, undefined],
  ])('%s at %s leads to %s', (key, step, expected) => {
    expect(keyMoves(key, step, steps)).toBe(expected);
  });

  it('do nothing where there is nothing to read', () => {
    expect(keyMoves('ArrowRight', null, [])).toBeUndefined();
  });
});
