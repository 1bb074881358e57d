import { expect, it } from 'vitest';
import { differingFields } from './link.ts';
import { findPreset, presetConfig, presets } from './presets.ts';
import { defaultConfig, parseConfig } from './schema.ts';

it.each(presets)('$name is valid, and overrides only what differs from the defaults', (preset) => {
  const config = presetConfig(preset);
  expect(parseConfig(config).ok).toBe(true);
  const repeated = Object.keys(preset.overrides).filter((key) => !differingFields(defaultConfig, config).some((field) => field === key));
  expect(repeated).toEqual([]);
});

it('finds presets by name', () => {
  expect(findPreset('rloo')?.overrides).toEqual({ advantage: 'rloo', beta: 0.05, arms: ['frozen', 'r2m', 'shrink'] });
  expect(findPreset('nothing')).toBeUndefined();
});

it('asks its questions in the order of a first visit, with the tests’ preset last', () => {
  expect(presets.map(({ name }) => name)).toEqual(['default', 'noLeash', 'tightLeash', 'manyLabels', 'manySeeds', 'rloo', 'freeStyle', 'ablations', 'controls', 'paid', 'support', 'tiny']);
});
