import { expect, it } from 'vitest';
import { reportOf } from './Panel.tsx';

it('reports what was thrown in bounded words, whatever it was', () => {
  const report = reportOf('Numbers', 'GRPO, β 0.15, seeds 8–19', new TypeError('x is undefined'));
  expect(report).toMatch(/“Numbers” failed[\s\S]*GRPO, β 0\.15[\s\S]*TypeError: x is undefined[\s\S]*Panel\.test\.ts/);
  const endless = new Error('m'.repeat(100_000));
  for (const thrown of [endless, 's'.repeat(100_000), null, undefined, 3, {}, Object.assign(new Error('bare'), { stack: undefined })]) {
    expect(reportOf('Numbers', 'r'.repeat(10_000), thrown).length).toBeLessThan(4000);
  }
});
