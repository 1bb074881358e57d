import { expect, it } from 'vitest';
import { defaultConfig } from '../settings/schema.ts';
import { emptySeries } from '../experiment/series.ts';
import { omegaAt } from '../rlhf/omega.ts';
import { grow, newGrowth } from './growth.ts';
import { ownRewardCurves } from './ownReward.ts';

const config = { ...defaultConfig, arms: ['frozen', 'shrink'] as const, seeds: [8], steps: 160, omegaMin: 0.6 };

/** Both methods' judges say 1 throughout; ω is what parts them. */
function growthOf(omegaMin: (step: number) => number) {
  const growth = newGrowth(config.arms);
  grow(growth, config.arms.map((arm) => {
    const lane = emptySeries(arm, 8);
    for (const [key, column] of Object.entries(lane.evaluations) as [string, number[]][]) {
      for (const step of [0, 80, 160]) {
        const omega = omegaAt(Math.min(step + 1, 160), 160, omegaMin(step));
        column.push(key === 'step' ? step : key === 'ownProxy' && arm === 'shrink' ? omega : 1);
      }
    }
    return lane;
  }));
  return growth;
}
const valuesOf = (curves: ReturnType<typeof ownRewardCurves>) => curves.map(({ points }) => points.map(({ value }) => value));

it('is the proxy where ω alone parts them', () => {
  const [frozen, shrink] = valuesOf(ownRewardCurves(growthOf(() => 0.6), { config, changes: [] }));
  expect(frozen).toEqual([1, 1, 1]);
  for (const value of shrink) expect(value).toBeCloseTo(1, 10);
});

it('follows a change of Ω during the run', () => {
  const changes = [{ step: 100, field: 'omegaMin', from: 0.6, to: 0.2 }];
  const [, shrink] = valuesOf(ownRewardCurves(growthOf((step) => (step < 100 ? 0.6 : 0.2)), { config: { ...config, omegaMin: 0.2 }, changes }));
  for (const value of shrink) expect(value).toBeCloseTo(1, 10);
});

it('is not told where ω is next to nothing, and is empty before the first evaluation', () => {
  const [, shrink] = valuesOf(ownRewardCurves(growthOf(() => 0), { config: { ...config, omegaMin: 0 }, changes: [] }));
  expect(shrink[2]).toBeNull();
  expect(valuesOf(ownRewardCurves(newGrowth(['r2m']), { config, changes: [] }))).toEqual([[]]);
});

it('has the arm’s own Ω where it has one', () => {
  const arm = 'shrink{omegaMin=0.2}';
  const [, growth] = growthOf(() => 0.2);
  const [own] = valuesOf(ownRewardCurves([{ ...growth, arm }], { config: { ...config, arms: [arm] }, changes: [] }));
  for (const value of own) expect(value).toBeCloseTo(1, 10);
});
