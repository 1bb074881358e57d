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

/** `8/12`, `0/2, 2 ties`. */
export function winsOf({ wins, ties, n }: PairedSpread): string {
  return `${wins}/${n}${ties === 0 ? '' : `, ${ties} ${ties === 1 ? 'tie' : 'ties'}`}`;
}

/** `+0.36 ± 0.77 (8/12)`, `0.00 (0/2, 2 ties)`; a dash where no seed has the quantity. */
export function difference(spread: PairedSpread | null): string {
  return spread === null ? DASH : `${interval(spread, spread.n, true)} (${winsOf(spread)})`;
}

/** `+0.36 to +0.94`. */
export function range(ends: readonly [low: number, high: number] | null): string {
  return ends === null ? DASH : ends.map((end) => decimal(end, true)).join(' to ');
}

/** Of a p value, three decimals: `0.012`, `< 0.001`. */
export function probability(p: number | null): string {
  if (p === null || !Number.isFinite(p)) return DASH;
  return p < 0.0005 ? '< 0.001' : p.toFixed(3);
}
