import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import type { RunResult } from '../experiment/result.ts';
import { pairedSpreadOf } from '../rlhf/statistics.ts';
import type { Shown } from '../store/shown.ts';
import { GLOSSARY } from './glossary.ts';
import { effectText, whenTrained } from './reading.ts';

const paired = (...differences: number[]) => [{
  arm: 'r2m', versus: 'frozen', peakGold: pairedSpreadOf(differences), finalGold: pairedSpreadOf(differences), goldAtEqualKl: null,
}] as const;
const shown = (status: Shown['status'], ...differences: number[]) => ({ status, paired: paired(...differences) }) as unknown as Shown;
const recorded = { paired: paired(1, -1, 2, -2, 0.5) } as unknown as RunResult;

describe('what is said of R2M', () => {
  it('is what the run shown says, with its interval', () => {
    expect(effectText(shown('finished', 1, 1.1, 0.9, 1, 1), null)).toBe('In this run R2M against ordinary RLHF makes +1.00 ± 0.09 gold at the end over 5 seeds: more than chance.');
    expect(effectText(shown('finished', -1, -1.1, -0.9, -1, -1), null)).toMatch(/worse by more than chance/);
    expect(effectText(shown('finished', 1, -1, 2, -2, 0.5), null)).toMatch(/could be chance/);
  });

  it('is what the recorded run says where this one is too small or not over', () => {
    for (const run of [shown('finished', 1, 1), shown('running', 1, 1, 1, 1, 1.1), null]) expect(effectText(run, recorded)).toMatch(/^In the recorded run of the default settings/);
    expect(effectText(null, null)).toMatch(/a few seeds cannot tell/);
    expect(effectText({ status: 'finished', paired: [] } as unknown as Shown, null)).toMatch(/a few seeds cannot tell/);
  });

  it('is when it trains, by the schedule', () => {
    expect(whenTrained(defaultConfig)).toBe('at every step in the first half of the run');
    expect(whenTrained({ ...defaultConfig, rewardLearningRateSchedule: 'constant' })).toBe('at every step');
    expect(whenTrained({ ...defaultConfig, rewardLearningRate: 0 })).toMatch(/never/);
  });
});

it('the glossary has every word once', () => {
  const words = GLOSSARY.map(([word]) => word);
  expect(new Set(words).size).toBe(words.length);
  for (const word of ['policy', 'lane', 'seed', 'KL', 'nats', 'sd', 'RTE', 'GREBT', 'GRE', 'SFT', 'trunk', 'head', 'ω', 'Ω', 'ρ', 'GRPO', 'RLOO', 'ReMax', 'AdamW', 'decoupled', 'flow', 'engine', 'arm', 'π_ref']) {
    expect(GLOSSARY.some((entry) => entry.join(' ').includes(word)), word).toBe(true);
  }
});
