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

  it('drop model sizes that do not fit each other, and nothing else', () => {
    const decoded = decodeLink('#policyHeads=3&beta=0.5');
    expect(decoded.config).toEqual({ ...defaultConfig, beta: 0.5 });
    expect(decoded.problems.map((problem) => problem.field)).toEqual(['policyWidth']);
  });
});
