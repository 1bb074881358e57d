import { describe, expect, it } from 'vitest';
import { BadArguments } from './badArguments.ts';
import { readSoakArguments } from './soakArguments.ts';

describe('the soak command’s arguments', () => {
  it('are all optional', () => {
    expect(readSoakArguments([])).toEqual({ losses: 50, seed: 1 });
    expect(readSoakArguments(['--losses', '3', '--seed=0'])).toEqual({ losses: 3, seed: 0 });
    expect(readSoakArguments(['--help'])).toBe('help');
  });

  it.each([
    [['--losses', 'many'], '--losses: got "many", allowed: a whole number from 1 to 100000'],
    [['--losses', '0'], '--losses: got "0", allowed: a whole number from 1'],
    [['--seed'], '--seed: got nothing, allowed: a whole number from 0'],
    [['--fast'], '--fast: no such option, allowed: --losses N, --seed N'],
    [['5'], 'got "5", allowed: --losses N, --seed N'],
  ])('refuse %j and say why', (args, message) => {
    expect(() => readSoakArguments(args)).toThrow(BadArguments);
    expect(() => readSoakArguments(args)).toThrow(message);
  });
});
