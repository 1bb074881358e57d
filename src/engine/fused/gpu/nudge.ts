/**
 * Some browsers look only every 100 ms whether a buffer has been mapped (Firefox, wgpu issue 6660), but also whenever
 * something is handed to the device.
 */
import { realTimer, type Timer } from '../../waiting.ts';

/** Milliseconds to the first nudge, and the least between two. */
const LEAST = 2;
/** Share of the time waited so far that passes until the next nudge: what a long wait may last too long. */
const SHARE = 1 / 8;

/** What `pending` comes to. Until then `nudge` is called now and then, less often the longer it takes. */
export async function nudged<T>(pending: Promise<T>, nudge: () => void, timer: Timer = realTimer): Promise<T> {
  let stop = () => {};
  const wait = (waited: number) => {
    const next = Math.max(LEAST, waited * SHARE);
    stop = timer(next, () => {
      nudge();
      wait(waited + next);
    });
  };
  wait(0);
  try {
    return await pending;
  } finally {
    stop();
  }
}
