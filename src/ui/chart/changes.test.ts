import { describe, expect, it } from 'vitest';
import { circled, flagsOf, markChanges } from './changes.ts';

const change = (step: number, from: unknown, to: unknown, field = 'beta') => ({ step, field, from, to });

describe('marks of changes', () => {
  it('are numbered in order of steps, and say what changed and where it was undone', () => {
    expect(markChanges([change(16, 0, 0.5), change(25, 0.5, 0), change(30, 1, 2, 'policyEpochs')])).toMatchObject([
      { number: 1, step: 16, text: 'β 0 → 0.5 (undone at 25)', inFull: 'KL weight 0.5' },
      { number: 2, step: 25, text: 'β 0.5 → 0' },
      { number: 3, step: 30 },
    ]);
  });

  it('are one for each step and field, and none where the field came back within the step', () => {
    const [mark, ...rest] = markChanges([change(4, 0.1, 0.2), change(4, 0.2, 0.4), change(4, 1, 0.8, 'temperature')]);
    expect(rest).toEqual([]);
    expect(mark.text).toBe('β 0.1 → 0.4, Temperature 1 → 0.8');
    expect(markChanges([change(4, 0.1, 0.2), change(4, 0.2, 0.1), change(9, 0.1, 0.3)])).toMatchObject([{ number: 1, step: 9 }]);
    expect(markChanges([])).toEqual([]);
  });

  it('join where they are near, however many', () => {
    const near = Array.from({ length: 30 }, (_, index) => ({ number: index + 1, x: 5 * index }));
    const flags = flagsOf(near, 8);
    for (let index = 1; index < flags.length; index++) {
      const [left, right] = [flags[index - 1], flags[index]];
      expect(right.x - left.x).toBeGreaterThanOrEqual(4 * (left.text.length + right.text.length));
    }
    expect(flags.length).toBeGreaterThan(1);
    expect(flags[0].text).toMatch(/^①–/);
    expect(flags.at(-1)?.text).toMatch(/\(30\)$/);
    // KL wavers: a later change can stand to the left of an earlier one.
    expect(flagsOf([{ number: 1, x: 50 }, { number: 2, x: 10 }], 8).map(({ text }) => text)).toEqual(['①–②']);
    expect(flagsOf([{ number: 1, x: 0 }, { number: 2, x: 100 }], 8).map(({ text }) => text)).toEqual(['①', '②']);
    expect(flagsOf([], 8)).toEqual([]);
  });

  it('are in circles as far as there are any', () => {
    expect([1, 10, 11].map(circled)).toEqual(['①', '⑩', '(11)']);
  });
});
