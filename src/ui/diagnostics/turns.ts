/**
 * Turns of small charts: drawing one takes milliseconds, drawing all of them at once would hold the page up. Each waits for
 * a turn, and after one the page is left alone for twice as long as it took: drawing has a third of the time at most.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import { flushSync } from 'react-dom';

/** What a chart wants to do, by chart: a newer wish takes the place of an older one, so that what waits is never more than the charts there are. */
const waiting = new Map<object, () => void>();
let asked = false;

/** Rest after a turn, in turns. */
const REST = 2;

function ask(): void {
  if (asked) return;
  asked = true;
  // The turn is a task of its own, after the frame: the browser paints and answers input in between.
  requestAnimationFrame(() => setTimeout(next));
}

function next(): void {
  const first = waiting.entries().next();
  if (first.done) {
    asked = false;
    return;
  }
  const [who, act] = first.value;
  waiting.delete(who);
  const start = performance.now();
  try {
    act();
  } finally {
    // After the frame, so that layout and painting count as well.
    requestAnimationFrame(() => setTimeout(() => setTimeout(next, REST * (performance.now() - start))));
  }
}

/** Acts when its turn comes; returns a function that gives the turn up. */
export function takeTurn(who: object, act: () => void): () => void {
  waiting.set(who, act);
  ask();
  return () => {
    if (waiting.get(who) === act) waiting.delete(who);
  };
}

/** What `make` gives when the turn comes, made anew for each `version`; null before the first turn. */
export function useTurn<T extends object>(make: () => T, version: string): T | null {
  const [who] = useState(() => ({}));
  const [made, setMade] = useState<T | null>(null);
  // Drawn at once, so that the turn takes as long as the drawing.
  const act = useEffectEvent(() => flushSync(() => setMade(make())));
  useEffect(() => takeTurn(who, () => act()), [who, version]);
  return made;
}
