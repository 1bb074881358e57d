import { describe, expect, it } from 'vitest';
import { cut } from './chunks.ts';
import { Pace } from './pace.ts';

describe('cutting a grid', () => {
  it('leaves it whole where it fits', () => {
    expect(cut(3, 64, 192)).toEqual([{ firstLane: 0, lanes: 3, first: 0, count: 64 }]);
    expect(cut(2, 8, Infinity)).toEqual([{ firstLane: 0, lanes: 2, first: 0, count: 8 }]);
  });

  it('cuts between lanes, and within a lane where one is too much', () => {
    expect(cut(3, 64, 191)).toEqual([
      { firstLane: 0, lanes: 2, first: 0, count: 64 },
      { firstLane: 2, lanes: 1, first: 0, count: 64 },
    ]);
    expect(cut(2, 5, 3.9)).toEqual([
      { firstLane: 0, lanes: 1, first: 0, count: 3 },
      { firstLane: 0, lanes: 1, first: 3, count: 2 },
      { firstLane: 1, lanes: 1, first: 0, count: 3 },
      { firstLane: 1, lanes: 1, first: 3, count: 2 },
    ]);
  });

  it('never makes less than one workgroup of it, and covers each once', () => {
    const chunks = cut(2, 3, 0.01);
    expect(chunks.map(({ firstLane, first }) => [firstLane, first])).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]);
    expect(chunks.every(({ lanes, count }) => lanes === 1 && count === 1)).toBe(true);
  });
});

describe('the pace', () => {
  it('starts with what any device does, and then goes by what each kernel was seen to do', () => {
    const pace = new Pace({ leastFlops: 1e9, milliseconds: 100 });
    expect(pace.most('train')).toBe(1e9);
    expect([pace.times(1e9), pace.times(1e9 + 1)]).toEqual([false, true]);
    pace.observe('train', 20e9, 400);
    expect(pace.most('train')).toBe(5e9);
    expect(pace.most('rollout')).toBe(1e9);
  });

  it('goes by what was seen of a slow device, too, however little that is', () => {
    const pace = new Pace({ leastFlops: 1e9, milliseconds: 100 });
    pace.observe('train', 2e9, 4000);
    expect(pace.most('train')).toBe(5e7);
    pace.observe('train', 2e9, 0);
    expect(pace.most('train')).toBe(2e11);
  });
});
