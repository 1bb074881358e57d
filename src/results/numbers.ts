/** Numbers as the tables print them. */
import { FEWEST_FOR_INTERVAL } from '../rlhf/statistics.ts';
import type { PairedSpread, Spread } from '../experiment/result.ts';

/** What was not measured. */
export const DASH = '–';

/** Two decimals. What rounds to zero has no sign; `sign` writes a plus, too. */
export function decimal(value: number, sign = false): string {
  if (!Number.isFinite(value)) return DASH;
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  if (value < 0) return `−${text}`;
  return sign ? `+${text}` : text;
}

/** The mean over `count` seeds, with half its 95 % interval where they are enough for one. */
export function interval({ mean, ci95 }: Spread, count: number, sign = false): string {
  return ci95 === null || count < FEWEST_FOR_INTERVAL || !Number.isFinite(ci95) ? decimal(mean, sign) : `${decimal(mean, sign)} ± ${decimal(ci95)}`;
}

/** `+0.36 ± 0.77 (8/12)`, `0.00 (0/2, 2 ties)`; a dash where no seed has the quantity. */
export function difference(spread: PairedSpread | null): string {
  if (spread === null) return DASH;
  const { wins, ties, n } = spread;
  const tied = ties === 0 ? '' : `, ${ties} ${ties === 1 ? 'tie' : 'ties'}`;
  return `${interval(spread, n, true)} (${wins}/${n}${tied})`;
}
