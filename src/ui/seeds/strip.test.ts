import { describe, expect, it } from 'vitest';
import type { ArmName } from '../../config/names.ts';
import type { SeedEnd, SeedLine } from '../../store/seeds.ts';
import { nearestSeed, planStrip, STRIP } from './strip.ts';

const end = (arm: ArmName, start: number, at: number): SeedEnd => ({ arm, start, peak: 3, peakStep: 80, end: at, fate: at < start ? 'below' : 'above' });
const order = ['frozen', 'r2m', 'shrink'] as const;

describe('the strip of seeds', () => {
  it.each([[1], [2], [64]])('holds all of %i seeds', (count) => {
    const lines: SeedLine[] = Array.from({ length: count }, (_, seed) => ({ seed, ends: order.map((arm, column) => end(arm, 2.3, -2 + seed * 0.1 + column)) }));
    const plan = planStrip(order, lines);
    const dots = plan.lines.flatMap((line) => line.dots);
    expect(dots).toHaveLength(3 * count);
    for (const { x, y } of [...dots, ...plan.ticks.map(({ y: height }) => ({ x: STRIP.left, y: height })), { x: STRIP.left, y: plan.start.y }]) {
      expect(x).toBeGreaterThanOrEqual(STRIP.left);
      expect(x).toBeLessThanOrEqual(STRIP.width - STRIP.right);
      expect(y).toBeGreaterThanOrEqual(STRIP.top - 1e-9);
      expect(y).toBeLessThanOrEqual(STRIP.height - STRIP.bottom + 1e-9);
    }
    expect(plan.means).toHaveLength(count > 1 ? 3 : 0);
  });

  it('has room where everything is equal, and a lower dot for less gold', () => {
    const flat = planStrip(['frozen'], [{ seed: 1, ends: [end('frozen', 0, 0)] }]);
    expect(flat.lines[0].dots[0].y).toBe(flat.start.y);
    const [dot] = planStrip(['frozen'], [{ seed: 1, ends: [end('frozen', 2, 1)] }]).lines[0].dots;
    expect(dot.y).toBeGreaterThan(planStrip(['frozen'], [{ seed: 1, ends: [end('frozen', 2, 1)] }]).start.y);
  });

  it('finds the seed under a pointer, also one that has ended with one method only', () => {
    const plan = planStrip(['frozen', 'r2m'], [
      { seed: 8, ends: [end('frozen', 2, 1), end('r2m', 2, 3)] },
      { seed: 9, ends: [end('frozen', 2, -1)] },
    ]);
    const [first, second] = plan.lines;
    expect(nearestSeed(plan, first.dots[1].x, first.dots[1].y + 2)).toBe(8);
    expect(nearestSeed(plan, second.dots[0].x - 5, second.dots[0].y)).toBe(9);
    expect(nearestSeed({ ...plan, lines: [] }, 0, 0)).toBeNull();
  });
});
