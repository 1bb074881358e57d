/** Which line is meant by a place in the chart. */
import type { ArmName } from '../../config/names.ts';

type Pixel = readonly [x: number, y: number];

export interface Path {
  readonly arm: ArmName;
  readonly pixels: readonly Pixel[];
}

/** From a place to a segment; to its end where the foot of the perpendicular lies beyond. */
function distanceTo([x, y]: Pixel, [ax, ay]: Pixel, [bx, by]: Pixel): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

/** The arm whose line passes nearest, within `most` pixels; null where there is none. What is not finite is no part of a line. */
export function nearestArm(paths: readonly Path[], at: Pixel, most: number): ArmName | null {
  let best: { readonly arm: ArmName; readonly distance: number } | null = null;
  for (const { arm, pixels } of paths) {
    for (let index = 1; index < pixels.length; index++) {
      const distance = distanceTo(at, pixels[index - 1], pixels[index]);
      if (distance <= (best?.distance ?? most)) best = { arm, distance };
    }
  }
  return best?.arm ?? null;
}
