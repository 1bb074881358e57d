import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink } from './link.ts';
import { findPreset, presetConfig, presets } from './presets.ts';
import { defaultConfig } from './schema.ts';

describe('links', () => {
  it.each(presets)('hold nothing but the name for an unchanged $name', (preset) => {
    expect(encodeLink(preset.name, presetConfig(preset))).toBe(`preset=${preset.name}`);
    expect(decodeLink(`#preset=${preset.name}`)).toEqual({ preset: preset.name, config: presetConfig(preset), problems: [] });
  });

  it('hold what differs, and read back', () => {
    const config = { ...defaultConfig, beta: 0.1, advantage: 'rloo' as const, seeds: [8, 9, 10, 20], arms: ['shrink', 'r2m'] as const, matchScale: true };
    const link = encodeLink('rloo', config);
    expect(link).toBe('preset=rloo&arms=shrink,r2m&seeds=8-10,20&beta=0.1&matchScale=on');
    expect(decodeLink(`#${link}`)).toEqual({ preset: 'rloo', config, problems: [] });
  });

  it('without a preset mean the default', () => {
    expect(decodeLink('').config).toEqual(defaultConfig);
    expect(decodeLink('#beta=0.5')).toMatchObject({ preset: 'default', problems: [], config: { beta: 0.5 } });
  });

  it('report what they cannot use and keep the rest', () => {
    const decoded = decodeLink('#preset=tiny&beta=lots&gamma=1&alpha=0.5&%E0%A4%A');
    expect(decoded.problems.map((problem) => problem.field).slice(0, 2)).toEqual(['beta', 'gamma']);
    expect(decoded.problems).toHaveLength(3);
    expect(decoded.config).toEqual({ ...presetConfig(findPreset('tiny') ?? presets[0]), alpha: 0.5 });
  });

  it('fall back to the default on an unknown preset', () => {
    expect(decodeLink('preset=magic&beta=0.5')).toMatchObject({ preset: 'default', config: { beta: 0.5 }, problems: [{ field: 'preset', given: 'magic' }] });
  });

  it('drop sizes that do not fit each other, and nothing else; the field that was named has the blame', () => {
    const decoded = decodeLink('#policyHeads=3&beta=0.5&trunkWidth=48');
    expect(decoded.config).toEqual({ ...defaultConfig, beta: 0.5, trunkWidth: 48 });
    expect(decoded.problems).toMatchObject([{ field: 'policyHeads', given: '3', reason: '3 does not divide the policy width, which is 32' }]);
    expect(decodeLink('#policyWidth=33').problems).toMatchObject([{ field: 'policyWidth', given: '33' }]);
    expect(decodeLink('#trunkHeads=5&trunkWidth=48').problems).toMatchObject([{ field: 'trunkWidth', given: '48' }]);
    expect(decodeLink('#policyHeads=3&policyWidth=48').problems).toEqual([]);
  });

  it('let the last of repeated keys count, presets and fields alike, and say so', () => {
    const decoded = decodeLink('#preset=rloo&beta=x&preset=tiny&beta=0.2&beta=0.3');
    expect(decoded).toMatchObject({ preset: 'tiny', config: { beta: 0.3, advantage: 'grpo' } });
    expect(decoded.problems.map(({ field, reason }) => [field, reason])).toEqual([
      ['preset', 'given 2 times; the last one counts'], ['beta', 'given 3 times; the last one counts'],
    ]);
  });

  it('are read as they are found in pages and chats', () => {
    for (const link of ['#?preset=tiny&beta=0.2', '#preset=tiny&amp;beta=0.2', '# preset = tiny &beta= 0.2 ', '#preset=tiny&beta=0,2&', '?preset=tiny&&beta=%20.2']) {
      expect(decodeLink(link)).toEqual({ preset: 'tiny', config: { ...presetConfig(findPreset('tiny') ?? presets[0]), beta: 0.2 }, problems: [] });
    }
  });

  it.each(['#', '#?', '#&', '#&&=&', ''])('that say nothing (%j) mean the default', (hash) => {
    const { config, preset } = decodeLink(hash);
    expect({ config, preset }).toEqual({ config: defaultConfig, preset: 'default' });
  });

  it.each([
    '#?preset=', '#%E0%A4%A', '#beta=%E0%A4%A', '#__proto__=1', '#constructor=1&toString=2&hasOwnProperty=3', '#preset=__proto__', '#beta', '#beta=', '#BETA=1', '#=1',
    '#beta=%00%1b', '#seeds=1,,2', '#seeds=0-99999999999999999999', '#arms=frozen,__proto__',
  ])('that nobody can use (%s) leave the default, with a problem', (hash) => {
    const decoded = decodeLink(hash);
    expect(decoded.config).toEqual(defaultConfig);
    expect(decoded.problems.length).toBeGreaterThan(0);
  });

  it('of any size have few problems, each of them short', () => {
    const huge = 'x'.repeat(100_000);
    const many = Array.from({ length: 3000 }, (_, index) => `key${index}=1`).join('&');
    for (const [hash, unlisted] of [[`#${many}`, 2995], [`#${huge}=1&beta=${huge}&seeds=${'1,'.repeat(50_000)}&preset=${huge}&steps=${'1'.repeat(100_000)}x`, undefined]] as const) {
      const decoded = decodeLink(hash);
      expect(decoded.problems).toHaveLength(5);
      expect(decoded.unlisted).toBe(unlisted);
      for (const { field, given, message } of decoded.problems) {
        expect([field.length <= 60, given.length <= 60, message.length < 1000]).toEqual([true, true, true]);
      }
    }
  });
});
