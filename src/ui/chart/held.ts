/** Axes that stand still: an extent grows where a run needs more room, and does not shrink while the same run is shown. */
import { useState } from 'react';
import { union, type Extent } from './scale.ts';

/** The widest extent so far under `key`. */
export function useHeld(key: string, extent: Extent): Extent {
  const [held, setHeld] = useState({ key, extent });
  const next = held.key === key ? union(held.extent, extent) : extent;
  // React renders again at once, before anything is painted.
  if (held.key !== key || !same(next, held.extent)) setHeld({ key, extent: next });
  return next;
}

function same(a: Extent, b: Extent): boolean {
  return a.domain[0] === b.domain[0] && a.domain[1] === b.domain[1];
}
