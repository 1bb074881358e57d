/** Places of the strip's dots and lines, in its own units. */
import type { ArmName } from '../../config/names.ts';
import type { Fate } from '../../experiment/result.ts';
import type { SeedLine } from '../../store/seeds.ts';
import { niceTicks } from '../ticks.ts';

export const STRIP = { width: 320, height: 210, left: 38, right: 14, top: 10, bottom: 6 } as const;

export interface StripDot {
  readonly arm: ArmName;
  readonly x: number;
  readonly y: number;
  readonly fate: Fate;
}

export interface StripLine {
  readonly seed: number;
  readonly dots: readonly StripDot[];
}

export interface StripPlan {
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
  /** Of gold at the start, the mean over seeds. */
  readonly start: { readonly gold: number; readonly y: number };
  /** Mean end of each method that has one. */
  readonly means: readonly { readonly arm: ArmName; readonly x: number; readonly y: number }[];
  readonly lines: readonly StripLine[];
  /** Half the width of a mean's bar. */
  readonly half: number;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function columnWidth(columns: number): number {
  return (STRIP.width - STRIP.left - STRIP.right) / columns;
}

/** The middle of a method's column. */
export function columnOf(index: number, columns: number): number {
  return STRIP.left + (index + 0.5) * columnWidth(columns);
}

/** Of at least one seed's ends. */
export function planStrip(order: readonly ArmName[], lines: readonly SeedLine[]): StripPlan {
  const ends = lines.flatMap((line) => line.ends);
  const values = ends.flatMap(({ start, end }) => [start, end]);
  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  const ticks = niceTicks(low, high > low ? high : low + 1, 5);
  const [bottom, top] = [ticks[0], ticks[ticks.length - 1]];
  const y = (gold: number) => STRIP.top + ((top - gold) / (top - bottom)) * (STRIP.height - STRIP.top - STRIP.bottom);
  const x = (arm: ArmName) => columnOf(order.indexOf(arm), order.length);
  const start = meanOf(lines.map((line) => line.ends[0].start));
  return {
    ticks: ticks.map((value) => ({ value, y: y(value) })),
    start: { gold: start, y: y(start) },
    means: order.flatMap((arm) => {
      const own = ends.filter((end) => end.arm === arm);
      return own.length < 2 ? [] : [{ arm, x: x(arm), y: y(meanOf(own.map(({ end }) => end))) }];
    }),
    lines: lines.map(({ seed, ends: own }) => ({ seed, dots: own.map(({ arm, end, fate }) => ({ arm, x: x(arm), y: y(end), fate })) })),
    half: Math.min(16, 0.45 * columnWidth(order.length)),
  };
}

/** The seed whose line passes nearest to a point; null where there is none. */
export function nearestSeed(plan: StripPlan, x: number, y: number): number | null {
  let best: { readonly seed: number; readonly distance: number } | null = null;
  for (const { seed, dots } of plan.lines) {
    const distance = Math.abs(heightAt(dots, x) - y);
    if (best === null || distance < best.distance) best = { seed, distance };
  }
  return best?.seed ?? null;
}

/** Of a seed's line; past its ends it goes on level. */
function heightAt(dots: readonly StripDot[], x: number): number {
  const next = dots.findIndex((dot) => dot.x >= x);
  if (next === 0 || next === -1) return dots[next === 0 ? 0 : dots.length - 1].y;
  const [before, after] = [dots[next - 1], dots[next]];
  return before.y + ((after.y - before.y) * (x - before.x)) / (after.x - before.x);
}
