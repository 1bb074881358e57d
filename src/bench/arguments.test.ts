import { describe, expect, it } from 'vitest';
import { presets } from '../settings/presets.ts';
import { BadArguments } from '../headless/badArguments.ts';
import { readArguments } from './arguments.ts';

const NONE = { of: 'engines', quick: false, lanes: null, widths: null, backends: null, json: false, out: null };

const PAGE = { of: 'page', preset: 'default', runs: 3, json: false, out: null };
const ALLOWED = '--quick, --lanes LIST, --widths LIST, --backends LIST, --json, --out DIR, or --page with --quick, --preset NAME, --runs N, --json, --out DIR, '
  + 'or --compare with --engines LIST, --workers LIST, --preset NAME, --seeds LIST, --runs N, --json, --out DIR, or --gpu with --quick, --json, --out DIR';
const PRESETS = presets.map(({ name }) => name).join(', ');

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

  it('reads what is to be measured of the page', () => {
    expect(readArguments(['--page'])).toEqual(PAGE);
    expect(readArguments(['--runs', '5', '--page', '--preset=rloo', '--json', '--out', 'there'])).toEqual({ of: 'page', preset: 'rloo', runs: 5, json: true, out: 'there' });
    expect(readArguments(['--page', '--quick'])).toEqual({ ...PAGE, preset: 'tiny' });
    expect(readArguments(['--page', '--quick', '--help'])).toBe('help');
  });

  it('reads which engines are to be compared on whole runs', () => {
    const compare = { of: 'whole', preset: 'default', seeds: null, runs: 3, json: false, out: null };
    expect(readArguments(['--compare'])).toEqual({ ...compare, entrants: [{ engine: 'ops', workers: null }, { engine: 'simd', workers: null }] });
    expect(readArguments(['--compare', '--engines', 'simd', '--workers', '1,2', '--seeds', '8-10', '--preset', 'tiny', '--runs', '1'])).toEqual({
      ...compare, preset: 'tiny', seeds: [8, 9, 10], runs: 1, entrants: [{ engine: 'simd', workers: 1 }, { engine: 'simd', workers: 2 }],
    });
  });

  it('reads that the graphics processor is to be measured', () => {
    expect(readArguments(['--gpu'])).toEqual({ of: 'gpu', quick: false, json: false, out: null });
    expect(readArguments(['--quick', '--gpu', '--json'])).toEqual({ of: 'gpu', quick: true, json: true, out: null });
  });

  it('gives help when asked', () => {
    expect(readArguments(['--quick', '--help'])).toBe('help');
  });

  it.each([
    [['--fast'], '--fast: no such option, allowed: ' + ALLOWED],
    [['-q'], '-q: no such option, allowed: ' + ALLOWED],
    [['quick'], 'got "quick", allowed: ' + ALLOWED],
    [['--quick=yes'], '--quick: got "yes", allowed: no value'],
    [['--lanes', 'many'], '--lanes: got "many", allowed: whole numbers separated by commas'],
    [['--widths'], '--widths: got nothing, allowed: whole numbers separated by commas'],
    [['--backends', 'wasm,cpu'], '--backends: got "wasm,cpu", allowed: webgpu, wasm, separated by commas'],
    [['--backends'], '--backends: got nothing, allowed: webgpu, wasm, separated by commas'],
    [['--out'], '--out: got nothing, allowed: a folder'],
    [['--out='], '--out: got nothing, allowed: a folder'],
    [['--out', '--json'], '--out: got "--json", allowed: a folder'],
    [['--page', '--lanes', '4'], '--lanes: got "4", allowed: not together with --page'],
    [['--widths=32', '--page'], '--widths: got "32", allowed: not together with --page'],
    [['--page', '--backends', 'wasm'], '--backends: got "wasm", allowed: not together with --page'],
    [['--preset', 'tiny'], '--preset: got "tiny", allowed: only together with --page or --compare'],
    [['--runs', '2', '--quick'], '--runs: got "2", allowed: only together with --page or --compare'],
    [['--page', '--quick', '--preset', 'rloo'], '--preset: got "rloo", allowed: not together with --quick, which is the preset tiny'],
    [['--page', '--preset', 'huge'], `--preset: got "huge", allowed: one of ${PRESETS}`],
    [['--page', '--preset'], `--preset: got nothing, allowed: one of ${PRESETS}`],
    ...['0', '-1', '1.5', 'many', '101'].map((runs): [string[], string] => [['--page', `--runs=${runs}`], `--runs: got "${runs}", allowed: a whole number from 1 to 100`]),
    [['--compare', '--engines', 'jax'], '--engines: got "jax", allowed: ops, simd, fused, separated by commas'],
    [['--compare', '--workers', '0'], '--workers: got "0", allowed: whole numbers from 1 to 64, separated by commas'],
    [['--compare', '--page'], '--page: got "true", allowed: not together with --compare'],
    [['--gpu', '--lanes', '4'], '--lanes: got "4", allowed: not together with --gpu'],
    [['--engines', 'ops'], '--engines: got "ops", allowed: only together with --compare'],
    [['--page=yes'], '--page: got "yes", allowed: no value'],
    [['--page', '--page'], '--page: got it more than once, allowed: once'],
    [['--lanes', '1', '--lanes', '4'], '--lanes: got it more than once, allowed: once'],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(new BadArguments(message));
  });
});
