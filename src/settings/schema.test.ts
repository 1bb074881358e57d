import { describe, expect, it } from 'vitest';
import { fieldKeys } from '../config/fields.ts';
import { defaultConfig, parseConfig } from './schema.ts';
import { fieldOf } from './values.ts';

function problemsOf(changes: Record<string, unknown>) {
  const parsed = parseConfig({ ...defaultConfig, ...changes });
  return parsed.ok ? [] : parsed.problems;
}

describe('parseConfig', () => {
  it('accepts the defaults unchanged', () => {
    expect(parseConfig(defaultConfig)).toEqual({ ok: true, config: defaultConfig });
  });

  it.each([
    ['beta', -1], ['beta', '0.1'], ['beta', NaN], ['beta', Infinity], ['steps', 1.5], ['steps', 0], ['advantage', 'ppo'], ['matchScale', 'on'],
    ['arms', []], ['arms', ['frozen', 'frozen']], ['arms', ['magic']], ['seeds', []], ['seeds', [3, 3]], ['seeds', [-1]],
    ['seeds', Array.from({ length: 65 }, (_, seed) => seed)],
  ])('names the field where %s is %j', (field, value) => {
    const problems = problemsOf({ [field]: value });
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0].message).toContain(problems[0].allowed);
    expect(problems[0].message.startsWith(`${field}: got `)).toBe(true);
  });

  it('keeps to every numeric field’s range, ends included', () => {
    for (const key of fieldKeys) {
      const field = fieldOf(key);
      if (field.type !== 'number' && field.type !== 'integer') continue;
      const atEnds = [...problemsOf({ [key]: field.min }), ...problemsOf({ [key]: field.max })];
      expect(atEnds.filter((problem) => !problem.allowed.startsWith('a multiple'))).toEqual([]);
      const beyond = [...problemsOf({ [key]: field.min - 1 }), ...problemsOf({ [key]: field.max + 1 })];
      expect(beyond.map((problem) => problem.field)).toEqual([key, key]);
    }
  });

  it('reports missing and unknown fields together', () => {
    const { beta: _, ...rest } = defaultConfig;
    const parsed = parseConfig({ ...rest, gamma: 1 });
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problems.map((problem) => [problem.field, problem.given])).toEqual([['beta', ''], ['gamma', '1']]);
  });

  it.each([null, 3, 'x', []])('refuses %j as a configuration', (input) => {
    expect(parseConfig(input).ok).toBe(false);
  });

  it('wants widths that their heads divide', () => {
    const [problem] = problemsOf({ policyHeads: 3, trunkHeads: 2 });
    expect(problem).toMatchObject({ field: 'policyWidth', given: '32', allowed: 'a multiple of policyHeads, which is 3' });
    expect(problemsOf({ policyWidth: 48, policyHeads: 3 })).toEqual([]);
  });

  it('blames the one of two fields that was named', () => {
    const parsed = parseConfig({ ...defaultConfig, policyHeads: 3 }, new Set(['policyHeads']));
    expect(parsed).toMatchObject({ ok: false, problems: [{ field: 'policyHeads', given: '3', allowed: 'a divisor of policyWidth, which is 32' }] });
  });
});
