import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../settings/schema.ts';
import type { Config } from '../../config/fields.ts';
import { newGrowth } from '../../store/growth.ts';
import { SMALL_CHARTS, type Measured } from './charts.ts';
import { firstAndLast, lengthLook, omegaLook, ownRewardLook, ownTextLook, rewardEntropyLook, styleLook, trainedUntil } from './looks.ts';

const run = (config: Partial<Config> = {}, entropies: readonly number[] = []): Measured => {
  const whole = { ...defaultConfig, ...config };
  const growth = newGrowth(whole.arms);
  growth.find(({ arm }) => arm === 'r2m')?.training.groupRewardEntropy.push(...entropies);
  return { source: 'live', config: whole, changes: [], growth, arms: [], status: 'finished' };
};

describe('texts under the small charts', () => {
  it('tell how long R2M trains by the schedule of the run shown', () => {
    expect(trainedUntil(defaultConfig)).toBe('R2M’s judge is trained up to step 80 of 160, then stays as it is.');
    expect(trainedUntil({ ...defaultConfig, rewardLearningRateSchedule: 'constant' })).toBe('R2M’s judge is trained at every step.');
    expect(trainedUntil({ ...defaultConfig, rewardLearningRate: 0 })).toMatch(/not trained/);
    expect(trainedUntil({ ...defaultConfig, steps: 1 })).toBe('R2M’s judge is trained at every step.');
  });

  it('tell whether the entropy of rewards rose or fell', () => {
    expect(rewardEntropyLook(run({}, [1.6, 1.7, 1.7, 1.7, 1.8]))).toMatch(/rose all the same: 1\.60 in the first fifth, 1\.80 in the last\.$/);
    expect(rewardEntropyLook(run({}, [1.8, 1.7, 1.7, 1.7, 1.6]))).toMatch(/it fell/);
    expect(rewardEntropyLook(run({}, [1.8, 1.7, 1.7, 1.7, 1.801]))).toMatch(/stayed level/);
    expect(rewardEntropyLook(run({}, [1.8]))).not.toMatch(/In this run/);
    expect(rewardEntropyLook(run({ arms: ['frozen'] }))).toBe('No method of this run has it.');
    expect(firstAndLast([null, null, null, null, null])).toBeNull();
  });

  it('tell prices as the run has them', () => {
    expect(styleLook(run({ stylePenalty: 0 }))).toMatch(/cost nothing/);
    expect(styleLook(run({ styleLimit: 3 }))).toMatch(/each past 3 costs 0\.7/);
    expect(lengthLook(run({ lengthLimit: 5, lengthPenalty: 0.5 }))).toBe('5 words are free; each word past it costs 0.5.');
    expect(ownTextLook(run({ evaluationSamples: 1 }))).toMatch(/no pair/);
    expect(omegaLook(run({ arms: ['frozen'] }))).toBe('No method of this run has it.');
    expect(omegaLook(run({ arms: ['shrink'] }))).not.toMatch(/R2M/);
    expect(ownRewardLook(run({ arms: ['frozen'] }))).not.toMatch(/R2M/);
  });

  it('say something of a run that has told nothing', () => {
    for (const arms of [['frozen'], ['r2m'], ['frozen', 'r2m', 'shrink']] as const) {
      for (const { title, look, solid, dashed } of SMALL_CHARTS) {
        expect(look(run({ arms })).length, title).toBeGreaterThan(10);
        for (const curve of [...solid(run({ arms })), ...(dashed?.(run({ arms })) ?? [])]) expect(curve.points).toEqual([]);
      }
    }
  });
});
