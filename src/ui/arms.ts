/** How arms are named and coloured on the page, everywhere the same. */
import { ARMS, type ArmName } from '../config/names.ts';
import { methods } from '../methods/index.ts';

export function armLabel(arm: ArmName): string {
  return methods[arm].title;
}

/** A CSS colour; the palette is in styles/tokens.css. */
export function armColour(arm: ArmName): string {
  return `var(--series-${ARMS.indexOf(arm) + 1})`;
}
