import { describe, expect, it } from 'vitest';
import { BadArguments } from '../headless/badArguments.ts';
import { readArguments } from './arguments.ts';

const NONE = { quick: false, lanes: null, widths: null, backends: null, json: false, out: null };

describe('readArguments', () => {
  it('is the full benchmark as a table without arguments', () => {
    expect(readArguments([])).toEqual({ ...NONE });
  });

  it('reads all options, in any order', () => {
    expect(readArguments(['--out', 'there', '--json', '--quick'])).toEqual({ ...NONE, quick: true, json: true, out: 'there' });
    expect(readArguments(['--lanes', '1,4', '--widths=32'])).toEqual({ ...NONE, lanes: [1, 4], widths: [32] });
    expect(readArguments(['--backends', 'wasm'])).toEqual({ ...NONE, backends: ['wasm'] });
    expect(readArguments(['--out=there'])).toEqual({ ...NONE, out: 'there' });
  });

  it('gives help when asked', () => {
    expect(readArguments(['--quick', '--help'])).toBe('help');
  });

  it.each([
    [['--fast'], '--fast: no such option, allowed: --quick, --lanes LIST, --widths LIST, --backends LIST, --json, --out DIR'],
    [['-q'], '-q: no such option, allowed: --quick, --lanes LIST, --widths LIST, --backends LIST, --json, --out DIR'],
    [['quick'], 'got "quick", allowed: --quick, --lanes LIST, --widths LIST, --backends LIST, --json, --out DIR'],
    [['--quick=yes'], '--quick: got "yes", allowed: no value'],
    [['--lanes', 'many'], '--lanes: got "many", allowed: whole numbers separated by commas'],
    [['--widths'], '--widths: got nothing, allowed: whole numbers separated by commas'],
    [['--backends', 'wasm,cpu'], '--backends: got "wasm,cpu", allowed: webgpu, wasm, separated by commas'],
    [['--backends'], '--backends: got nothing, allowed: webgpu, wasm, separated by commas'],
    [['--out'], '--out: got nothing, allowed: a folder'],
    [['--out='], '--out: got nothing, allowed: a folder'],
    [['--out', '--json'], '--out: got "--json", allowed: a folder'],
    [['--lanes', '1', '--lanes', '4'], '--lanes: got it more than once, allowed: once'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(new BadArguments(message));
  });
});
