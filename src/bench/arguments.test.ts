import { describe, expect, it } from 'vitest';
import { BadArguments } from '../headless/badArguments.ts';
import { readArguments } from './arguments.ts';

describe('readArguments', () => {
  it('is the full benchmark as a table without arguments', () => {
    expect(readArguments([])).toEqual({ quick: false, json: false, out: null });
  });

  it('reads all options, in any order', () => {
    expect(readArguments(['--out', 'there', '--json', '--quick'])).toEqual({ quick: true, json: true, out: 'there' });
    expect(readArguments(['--out=there'])).toEqual({ quick: false, json: false, out: 'there' });
  });

  it('gives help when asked', () => {
    expect(readArguments(['--quick', '--help'])).toBe('help');
  });

  it.each([
    [['--fast'], '--fast: no such option, allowed: --quick, --json, --out DIR'],
    [['-q'], '-q: no such option, allowed: --quick, --json, --out DIR'],
    [['quick'], 'got "quick", allowed: --quick, --json, --out DIR'],
    [['--quick=yes'], '--quick: got "yes", allowed: no value'],
    [['--out'], '--out: got nothing, allowed: a folder'],
    [['--out='], '--out: got nothing, allowed: a folder'],
    [['--out', '--json'], '--out: got "--json", allowed: a folder'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(new BadArguments(message));
  });
});
