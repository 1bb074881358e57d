import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { exported, lane, resultOf } from '../results/testing.ts';
import { help, readArguments, type Request } from './arguments.ts';
import { BadArguments } from './badArguments.ts';

function request(...args: string[]): Request {
  const read = readArguments(args);
  if (read === 'help') throw new Error('help was asked for');
  return read;
}

function complaint(...args: string[]): string {
  try {
    readArguments(args);
  } catch (error) {
    if (error instanceof BadArguments) return error.message;
    throw error;
  }
  throw new Error('the arguments were taken');
}

describe('the experiment command’s arguments', () => {
  it('are all optional', () => {
    expect(request()).toEqual({ config: defaultConfig, choice: { backend: 'auto', engine: 'auto' }, out: null, resume: false, json: false });
  });

  it('start from a preset and change fields', () => {
    const { config } = request('--preset', 'rloo', '--set', 'beta=0.1', 'matchScale=on', '--set', 'steps=20');
    expect(config).toEqual({ ...defaultConfig, advantage: 'rloo', arms: ['frozen', 'r2m', 'shrink'], beta: 0.1, matchScale: true, steps: 20 });
  });

  it('write arms, seeds and steps shortly', () => {
    const { config } = request('--arms', 'frozen,r2m,shrink', '--seeds', '8-11', '--steps', '30');
    expect(config).toEqual({ ...defaultConfig, arms: ['frozen', 'r2m', 'shrink'], seeds: [8, 9, 10, 11], steps: 30 });
    expect(request('--seeds', '3,5,9').config.seeds).toEqual([3, 5, 9]);
    expect(request('--seeds', '8').config.seeds).toEqual([8]);
  });

  it('are those of the command that a result says makes it again', () => {
    const made = exported(resultOf([lane('frozen', 8, [2]), lane('shrink', 3, [2])], { beta: 0.2, matchScale: true, advantage: 'rloo', steps: 7, labels: 31 }));
    const [line, words] = /^npm run -s experiment -- (.*)$/.exec(made.provenance.command ?? '') ?? [];
    expect(line).toBeDefined();
    expect(request(...words.split(' '))).toMatchObject({ config: made.config, choice: { backend: 'wasm', engine: 'ops' } });
  });

  it('give a short form the last word', () => {
    expect(request('--steps', '30', '--set', 'steps=20').config.steps).toBe(30);
  });

  it('choose where to compute and what to write', () => {
    const { choice, out, json } = request('--backend', 'wasm', '--engine', 'ops', '--out', 'some/folder', '--json');
    expect({ choice, out, json }).toEqual({ choice: { backend: 'wasm', engine: 'ops' }, out: 'some/folder', json: true });
  });

  it.each([
    [['--preset', 'huge'], '--preset: got "huge", allowed: one of default, noLeash, tightLeash, manyLabels, manySeeds, rloo, freeStyle, ablations, controls, paid, support, tiny'],
    [['--set', 'beta=-1'], 'beta: got "-1", allowed: a number from 0 to 5'],
    [['--set', 'beta='], 'beta: got nothing, allowed: a number from 0 to 5'],
    [['--set', 'bta=1'], 'bta: got "1", allowed: no such field; fields are arms, seeds,'],
    [['--set', 'beta'], '--set: got "beta", allowed: field=value'],
    [['--set', '__proto__=1'], '__proto__: got "1", allowed: no such field'],
    [['--seeds', '9-8'], 'seeds: got "9-8", allowed: up to 64'],
    [['--arms', 'frozen,frozen'], 'arms: got "frozen,frozen", allowed: methods, each once, separated by commas'],
    [['--steps', '1.5'], 'steps: got "1.5", allowed: a whole number from 1 to 2000'],
    [['--set', 'policyHeads=3'], 'policyHeads: got "3", allowed: a divisor of policyWidth, which is 32'],
    [['--backend', 'gpu'], '--backend: got "gpu", allowed: one of auto, webgpu, wasm, cpu'],
    [['--engine', 'warp'], '--engine: got "warp", allowed: one of auto, ops, fused'],
    [['--out', ''], '--out: got nothing, allowed: a folder'],
    [['--seeds'], '--seeds: got nothing, allowed: '],
    [['--fast'], '--fast: no such option, allowed: --preset, --set,'],
    [['extra'], 'extra: belongs to no option (a list is one word, such as 3,5,9), allowed: --preset, --set,'],
    [['--seeds', '8', '9'], '9: belongs to no option'],
    [['--backend', 'cpu', '--engine', 'simd'], '--backend: got "cpu", allowed: auto or wasm with --engine simd'],
    [['--backend', 'wasm', '--engine', 'fused'], '--backend: got "wasm", allowed: auto or webgpu with --engine fused'],
  ])('refuse %j and say why', (args, message) => {
    expect(complaint(...args)).toContain(message);
  });

  it('are refused all at once, a line each', () => {
    expect(complaint('--set', 'beta=x', 'clip=y', '--seeds', 'z').split('\n').map((line) => line.split(':')[0])).toEqual(['beta', 'clip', 'seeds']);
  });

  it('are explained', () => {
    expect(readArguments(['--help'])).toBe('help');
    for (const word of ['--preset', '--set', '--arms', '--seeds', '--steps', '--backend', '--engine', '--out', '--json', 'learningRate', 'Exit status']) {
      expect(help()).toContain(word);
    }
  });
});
