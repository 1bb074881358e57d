import { expect, it } from 'vitest';
import { costText } from './costText.ts';

it('is exact only where it was measured', () => {
  expect(costText({ seeds: [40], seconds: 50.2, measured: true })).toBe('trains a new starting policy: about 51 s');
  expect([0.3, 57, 101, 342].map((seconds) => costText({ seeds: [40], seconds, measured: false }))).toEqual(
    ['1 s', '60 s', '2 min', '6 min'].map((time) => `trains a new starting policy: about ${time} on a slow machine`),
  );
});
