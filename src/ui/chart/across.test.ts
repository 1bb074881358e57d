import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../settings/schema.ts';
import { acrossText } from './across.ts';

const recorded = { source: 'recorded' as const, config: defaultConfig };

describe('the sentence across the curves', () => {
  it('is none where only seeds differ', () => {
    expect(acrossText(recorded, defaultConfig)).toBeNull();
    expect(acrossText(recorded, { ...defaultConfig, seeds: [1, 2, 3] })).toBeNull();
  });

  it('names what the run had and what is asked for', () => {
    expect(acrossText(recorded, { ...defaultConfig, beta: 0 })).toBe('Recorded with β 0.15. Yours is β 0: press Run.');
    expect(acrossText({ source: 'live', config: defaultConfig }, { ...defaultConfig, beta: 0.5 })).toBe('This run had β 0.15. Yours is β 0.5: press Run.');
  });

  it('names two and counts the rest', () => {
    const asked = { ...defaultConfig, beta: 0, labels: 750, stylePenalty: 0, temperature: 2 };
    const text = acrossText(recorded, asked);
    expect(text).toMatch(/^Recorded with .* and .*\. Yours is .* and .*, and 2 more differ: press Run\.$/);
    expect(acrossText(recorded, { ...asked, temperature: 1 })).toContain(', and 1 more differs: press Run.');
    expect(text?.length).toBeLessThan(200);
  });
});
