import { describe, expect, it } from 'vitest';
import { spreadLabels } from './labels.ts';

describe('spreadLabels', () => {
  it('leaves labels alone that have room', () => {
    expect(spreadLabels([10, 50, 90], 12, 0, 100)).toEqual([10, 50, 90]);
  });

  it.each([[[50, 50, 50]], [[0, 1, 2]], [[99, 98, 100]], [[20, 95, 22]]])('moves %j apart, in order and inside', (positions) => {
    const placed = spreadLabels(positions, 12, 0, 100);
    const sorted = [...placed].sort((a, b) => a - b);
    for (let index = 1; index < sorted.length; index++) expect(sorted[index] - sorted[index - 1]).toBeGreaterThanOrEqual(12 - 1e-9);
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted.at(-1)).toBeLessThanOrEqual(100);
    const rank = (list: readonly number[]) => list.map((value) => list.filter((other) => other < value).length);
    if (new Set(positions).size === positions.length) expect(rank(placed)).toEqual(rank(positions));
  });
});
