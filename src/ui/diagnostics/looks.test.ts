import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../settings/schema.ts';
import type { Config } from '../../config/fields.ts';
import { newGrowth } from '../../store/growth.ts';
import { chartsOf, type Measured } from './charts.ts';
import { courseText, firstAndLast, lengthLook, ownRewardLook, ownTextLook, styleLook } from './looks.ts';

const run = (config: Partial<Config> = {}, entropies: readonly number[] = []): Measured => {
  const whole = { ...defaultConfig, ...config };
  const growth = newGrowth(whole.arms);
  growth.find(({ arm }) => arm === 'r2m')?.training.groupRewardEntropy.push(...entropies);
  return { source: 'live', config: whole, changes: [], growth, arms: [], status: 'finished' };
};

describe('texts under the small charts', () => {
  it('tell how what a method reports went, once the run is over', () => {
    const known = run({}, [1.6, 1.7, 1.7, 1.7, 1.8]);
    expect(courseText(known, 'groupRewardEntropy')).toBe(' First fifth of the run → last: R2M 1.60 → 1.80.');
    expect(courseText({ ...known, status: 'running' }, 'groupRewardEntropy')).toBe('');
    expect(courseText(run({}, [1.8]), 'groupRewardEntropy')).toBe('');
    expect(firstAndLast([null, null, null, null, null])).toBeNull();
  });

  it('are the methods’ own, of the first arm that has the quantity, with its own settings', () => {
    const look = (arms: readonly string[], title: string) => chartsOf(arms).filter((chart) => chart.title === title).map((chart) => chart.look(run({ arms })));
    expect(look(['frozen', 'r2m'], 'ω(t)')).toEqual([expect.stringMatching(/^It falls from 1 to 0\.6 \(Ω\)/)]);
    expect(look(['r2m{omegaMin=0.3}', 'r2m', 'shrink'], 'ω(t)')).toEqual([expect.stringMatching(/^It falls from 1 to 0\.3 \(Ω\)/)]);
    expect(look(['frozen', 'r2m'], 'Group reward entropy')[0]).toMatch(/a term that pulls it down\. The judge is trained up to step 80 of 160, then stays as it is\.$/);
    expect(look(['noGRE'], 'Group reward entropy')[0]).toMatch(/with α 0 no term/);
    expect(look(['noTrain'], 'Group reward entropy')[0]).toMatch(/not trained: its learning rate is 0\.$/);
    expect(look(['r2m{rewardLearningRateSchedule=constant}'], 'Group reward entropy')[0]).toMatch(/trained at every step\.$/);
    expect(look(['frozen'], 'ω(t)')).toEqual([]);
  });

  it('tell whose judge is the one fitted to the labels by what it said', () => {
    const arms = ['frozen', 'iterativeHead'];
    const told = run({ arms });
    told.growth.forEach(({ evaluations }, index) => {
      evaluations.step.push(0, 10);
      evaluations.proxy.push(0, 1);
      evaluations.ownProxy.push(0, index === 0 ? 1 : 1.5);
    });
    expect(ownRewardLook(told)).toMatch(/^Of Ordinary RLHF both lines are one\. /);
    expect(ownRewardLook(told)).not.toMatch(/ω/);
    expect(ownRewardLook(run({ arms: ['shrink'] }))).toMatch(/ω, which makes a reward smaller/);
  });

  it('tell prices as the run has them', () => {
    expect(styleLook(run({ stylePenalty: 0 }))).toMatch(/cost nothing/);
    expect(styleLook(run({ styleLimit: 3 }))).toMatch(/each past 3 costs 0\.7/);
    expect(lengthLook(run({ lengthLimit: 5, lengthPenalty: 0.5 }))).toBe('5 words are free; each word past it costs 0.5.');
    expect(ownTextLook(run({ evaluationSamples: 1 }))).toMatch(/no pair/);
  });

  it('say something of a run that has told nothing', () => {
    for (const arms of [['frozen'], ['r2m'], ['frozen', 'r2m', 'shrink']] as const) {
      for (const { title, look, solid, dashed } of chartsOf(arms)) {
        expect(look(run({ arms })).length, title).toBeGreaterThan(10);
        for (const curve of [...solid(run({ arms })), ...(dashed?.(run({ arms })) ?? [])]) expect(curve.points).toEqual([]);
      }
    }
  });
});
