import { describe, expect, it } from 'vitest';
import { goesOn, takeTurns, type Limits, type Sample } from './rounds.ts';

const limits: Limits = { seconds: 1, leastSamples: 3, mostSamples: 5, patience: 10 };
const lasting = (ms: number): Sample => ({ ms, jsMs: 1, dispatches: 1 });

describe('goesOn', () => {
  it.each([
    ['has not begun', [], true],
    ['has time left', [200, 200, 200], true],
    ['has used its time', [400, 400, 400], false],
    ['has used its time, but lacks samples', [2000, 2000], true],
    ['lacks samples, but is too slow to wait for', [20_000], false],
    ['has all samples that are wanted', [1, 1, 1, 1, 1], false],
  ])('knows what to do with one that %s', (_, times, expected) => {
    expect(goesOn(times.map(lasting), limits)).toBe(expected);
  });
});

describe('takeTurns', () => {
  /** Contenders with fixed times, and the order in which they were called. */
  async function race(times: Readonly<Record<string, number>>) {
    const order: string[] = [];
    const samples = await takeTurns(Object.keys(times), (name) => {
      order.push(name);
      return Promise.resolve(lasting(times[name]));
    }, limits);
    return { order: order.join(''), counts: Object.fromEntries([...samples].map(([name, taken]) => [name, taken.length])) };
  }

  it('lets contenders alternate', async () => {
    const { order } = await race({ A: 400, B: 400, C: 400 });
    expect(order).toBe('ABCABCABC');
  });

  it('throws the first sample away where it is cheap', async () => {
    const { order, counts } = await race({ A: 10, B: 400 });
    expect(counts).toEqual({ A: 5, B: 3 });
    expect(order).toBe('ABABABAAA');
  });

  it('goes on without one that is too slow', async () => {
    const { order, counts } = await race({ A: 20_000, B: 400 });
    expect(counts).toEqual({ A: 1, B: 3 });
    expect(order).toBe('ABBB');
  });
});
