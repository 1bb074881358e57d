import { expect, it } from 'vitest';
import { nearestArm } from './nearest.ts';

const paths = [
  { arm: 'frozen', pixels: [[0, 0], [100, 0], [100, 100]] },
  { arm: 'r2m', pixels: [[0, 20], [50, 20], [100, NaN]] },
  { arm: 'shrink', pixels: [[0, 60]] },
] as const;

it('is the arm whose line passes nearest, also between its points and round its corners', () => {
  expect(nearestArm(paths, [40, 6], 14)).toBe('frozen');
  expect(nearestArm(paths, [40, 16], 14)).toBe('r2m');
  expect(nearestArm(paths, [108, 50], 14)).toBe('frozen');
});

it('is none where no line is near, or ends before', () => {
  expect(nearestArm(paths, [40, 50], 14)).toBeNull();
  expect(nearestArm(paths, [75, 22], 10)).toBeNull();
  expect(nearestArm(paths, [0, 60], 10)).toBeNull();
  expect(nearestArm([], [0, 0], 10)).toBeNull();
});
