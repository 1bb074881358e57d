/** Where the readout stands: at an evaluation, which pointer and arrow keys choose. */
import { createContext } from 'react';
import type { ArmCurve } from '../../store/curves.ts';

export interface Cursor {
  /** Null where nothing is read. */
  readonly step: number | null;
  readonly move: (step: number | null) => void;
}

export const CursorContext = createContext<Cursor>({ step: null, move: () => undefined });

/** The steps at which any method was evaluated, in order. */
export function cursorSteps(curves: readonly ArmCurve[]): number[] {
  return [...new Set(curves.flatMap(({ points }) => points.map(({ step }) => step)))].sort((a, b) => a - b);
}

/** Where a key moves it, null for nowhere; undefined where the key is none of the chart's. */
export function keyMoves(key: string, step: number | null, steps: readonly number[]): number | null | undefined {
  if (steps.length === 0) return undefined;
  const at = step === null ? -1 : steps.findIndex((each) => each >= step);
  switch (key) {
    case 'ArrowRight': case 'ArrowUp': return steps[Math.min(at + 1, steps.length - 1)];
    case 'ArrowLeft': case 'ArrowDown': return at < 0 ? steps[steps.length - 1] : steps[Math.max(at - 1, 0)];
    case 'Home': return steps[0];
    case 'End': return steps[steps.length - 1];
    case 'Escape': return step === null ? undefined : null;
    default: return undefined;
  }
}
