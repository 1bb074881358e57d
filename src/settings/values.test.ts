import { describe, expect, it } from 'vitest';
import { fieldKeys, type FieldKey } from '../config/fields.ts';
import { defaultConfig } from './schema.ts';
import { formatValue, parseValue } from './values.ts';

const read = (key: FieldKey, text: string) => {
  const parsed = parseValue(key, text);
  return parsed.ok ? parsed.value : parsed.problem;
};

describe('parseValue', () => {
  it.each([
    ['seeds', '8', [8]], ['seeds', '8-11', [8, 9, 10, 11]], ['seeds', '3,5,9', [3, 5, 9]], ['seeds', '1-2, 7', [1, 2, 7]],
    ['arms', 'frozen,r2m', ['frozen', 'r2m']], ['arms', 'shrink', ['shrink']],
    ['beta', '.05', 0.05], ['learningRate', '3e-4', 3e-4], ['steps', '160', 160], ['advantage', 'rloo', 'rloo'],
    ['beta', '0,2', 0.2], ['steps', '1 000', 1000], ['seeds', '8–11', [8, 9, 10, 11]], ['seeds', '３，５', [3, 5]],
    ['matchScale', 'on', true], ['matchScale', 'TRUE', true], ['matchScale', 'off', false], ['matchScale', 'false', false],
  ] as const)('reads %s from %j', (key, text, value) => {
    expect(read(key, text)).toEqual(value);
  });

  it.each([
    ['seeds', ''], ['seeds', '9-8'], ['seeds', '1,1'], ['seeds', '0-999999999'], ['seeds', 'x'], ['seeds', '-3'], ['seeds', '1.5'], ['seeds', '0-64'],
    ['arms', ''], ['arms', 'frozen,frozen'], ['arms', 'magic'], ['beta', 'high'], ['beta', ''], ['beta', '0x1'], ['beta', '6'], ['beta', 'Infinity'],
    ['steps', '1.5'], ['steps', '2001'], ['advantage', 'GRPO'], ['matchScale', '1'],
  ] as const)('names the field, the value and what is allowed where %s is %j', (key, text) => {
    const problem = read(key, text);
    expect(problem).toMatchObject({ field: key, given: text, message: expect.stringContaining(key) as string });
    expect(problem).toHaveProperty('allowed');
  });

  it.each([['beta', '1.000,5'], ['steps', '1,000'], ['steps', '1.000'], ['learningRate', '0,000,1']] as const)('says that a point is wanted where %s is %j', (key, text) => {
    expect(read(key, text)).toMatchObject({ reason: expect.stringMatching(/write it with a point/) as string, message: expect.stringContaining('with a point') as string });
  });

  it('refuses a text that is longer than any value, without reading it', () => {
    expect(read('steps', ' '.repeat(1_000_000) + '5')).toMatchObject({ field: 'steps' });
  });

  it('reads back what formatValue writes, for every field', () => {
    for (const key of fieldKeys) expect(read(key, formatValue(key, defaultConfig[key]))).toEqual(defaultConfig[key]);
  });

  it('writes runs of seeds short', () => {
    expect(formatValue('seeds', [8, 9, 10, 3, 5, 6])).toBe('8-10,3,5,6');
    expect(read('seeds', '8-10,3,5,6')).toEqual([8, 9, 10, 3, 5, 6]);
  });
});
