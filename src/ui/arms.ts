/** How arms are named and coloured on the page, everywhere the same. */
import type { ArmName } from '../config/names.ts';
import { methodNames } from '../methods/index.ts';
import { armOf, armTitle } from '../settings/arms.ts';

export function armLabel(arm: ArmName): string {
  return armTitle(arm);
}

/** A CSS colour; the palette is in styles/tokens.css. */
export function armColour(arm: ArmName): string {
  return `var(--series-${(methodNames.indexOf(armOf(arm).method.name) % 3) + 1})`;
}
