import { describe, expect, it } from 'vitest';
import { methods } from '../methods/index.ts';
import { armConfig, armFields, armOf, armTitle, parseArm, readArms } from './arms.ts';
import { decodeLink, encodeLink } from './link.ts';
import { defaultConfig, parseConfig } from './schema.ts';

describe('an arm', () => {
  it.each([
    ['r2m', 'r2m', {}],
    [' r2m { } ', 'r2m', {}],
    ['r2m{beta=.25,alpha=0}', 'r2m{alpha=0,beta=0.25}', { alpha: 0, beta: 0.25 }],
    ['frozen{advantage=rloo, epochs=1}', 'frozen{advantage=rloo,epochs=1}', { advantage: 'rloo', epochs: 1 }],
    ['r2m{matchScale=ON}', 'r2m{matchScale=on}', { matchScale: true }],
  ])('%j is %s', (text, name, set) => {
    const parsed = parseArm(text);
    expect(parsed.ok && parsed.value).toMatchObject({ name, set });
    expect(armOf(name).name).toBe(name);
  });

  it.each([
    ['magic', 'magic', /one of frozen, r2m/],
    ['r2m{alpha=7}', 'r2m{alpha=7}', /alpha a number from 0 to 1/],
    ['r2m{alpha}', 'r2m{alpha}', /field=value/],
    ['r2m{alpha=0,alpha=1}', 'r2m{alpha=1}', /once/],
    // Fields that all arms of a seed share, and fields of other methods.
    ['r2m{labels=10}', 'r2m{labels=10}', /for r2m the fields omegaMin, alpha/],
    ['frozen{alpha=0}', 'frozen{alpha=0}', /for frozen the fields advantage/],
    ['r2m{alpha=0', 'r2m{alpha=0', /one of/],
  ])('%j is refused by name, value and what is allowed', (text, given, allowed) => {
    const parsed = parseArm(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.problem).toMatchObject({ field: 'arms', given, allowed: expect.stringMatching(allowed) as string });
  });

  it('has the run’s configuration, what it sets, and last what its method fixes', () => {
    expect(armConfig(armOf('frozen{beta=0.25}'), defaultConfig)).toMatchObject({ beta: 0.25, alpha: defaultConfig.alpha });
    expect(armConfig(armOf('largerBeta'), defaultConfig).beta).toBeCloseTo(defaultConfig.beta / defaultConfig.omegaMin);
    expect(armConfig(armOf('noGRE'), defaultConfig).alpha).toBe(0);
  });

  it('is called by its title and what it sets', () => {
    expect(armTitle('r2m')).toBe('R2M');
    expect(armTitle('r2m{alpha=0,beta=0.25}')).toBe('R2M (α 0, β 0.25)');
  });
});

describe('arms of a run', () => {
  it('are separated by commas that are in no braces, and are different', () => {
    expect(readArms('frozen, r2m{beta=1,alpha=0},r2m')).toEqual({ ok: true, value: ['frozen', 'r2m{alpha=0,beta=1}', 'r2m'] });
    expect(readArms('r2m{alpha=0},r2m{alpha=0.0}').ok).toBe(false);
    expect(readArms('').ok).toBe(false);
    expect(readArms(Array.from({ length: 41 }, (_, i) => `frozen{beta=${i / 10}}`).join(',')).ok).toBe(false);
  });

  it('come back from a link, and from a configuration in their one form', () => {
    const arms = ['frozen', 'r2m{alpha=0,beta=0.25}', 'r2m'];
    expect(decodeLink(encodeLink('default', { ...defaultConfig, arms }))).toMatchObject({ config: { arms }, problems: [] });
    expect(parseConfig({ ...defaultConfig, arms: ['r2m{beta=.25,alpha=0}'] })).toMatchObject({ ok: true, config: { arms: ['r2m{alpha=0,beta=0.25}'] } });
    expect(parseConfig({ ...defaultConfig, arms: ['r2m{alpha=2}'] })).toMatchObject({ ok: false, problems: [{ field: 'arms' }] });
    expect(decodeLink('arms=frozen,r2m{alpha=9}')).toMatchObject({ config: { arms: ['frozen', 'r2m'] }, problems: [{ given: 'r2m{alpha=9}' }] });
  });
});

describe('every method', () => {
  it.each(methods.map((method) => [method.name, method] as const))('%s says what it is, and draws only what it reports', (_, method) => {
    for (const text of [method.title, method.summary, method.isolates, method.source]) expect(text.length).toBeGreaterThan(2);
    for (const { column, look } of method.charts) {
      expect(method.reports).toContain(column);
      expect(look(defaultConfig).length).toBeGreaterThan(10);
    }
    for (const key of Object.keys(method.off ?? {})) expect([...armFields(method).keys()]).toContain(key);
    expect(new Set(methods.map(({ name }) => name)).size).toBe(methods.length);
  });
});
