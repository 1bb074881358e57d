/** What is read off one lane's curve of gold: its start, peak and end, and gold at equal KL against another lane's. */

/** Evaluations that an inner or last entry of a smoothed curve is averaged over. */
export const WINDOW = 3;

/**
 * The curve of which start, peak and end are read, and which is drawn. The first entry is the start alone; an inner one is
 * the mean of its evaluation and both neighbours; the last is the mean of the last three evaluations after the start, of
 * fewer where there are fewer. So a peak is never under the start, and an end never holds the start. A value that is no
 * finite number was not measured: its own entry is NaN, and its neighbours' means are over the others.
 */
export function smoothed(values: readonly number[]): number[] {
  return values.map((value, index) => {
    if (!Number.isFinite(value)) return NaN;
    const [from, to] = windowAt(index, values.length);
    let sum = 0;
    let count = 0;
    for (let i = from; i <= to; i++) {
      if (!Number.isFinite(values[i])) continue;
      sum += values[i];
      count++;
    }
    return sum / count;
  });
}

function windowAt(index: number, length: number): readonly [from: number, to: number] {
  if (index === 0) return [0, 0];
  return index === length - 1 ? endWindow(length) : [index - 1, index + 1];
}

/** First and last of the evaluations, of `length` with the start, that the end is the mean of: the start's own where there is no other. */
export function endWindow(length: number): readonly [from: number, to: number] {
  const last = Math.max(0, length - 1);
  return [Math.min(last, Math.max(1, length - WINDOW)), last];
}

export interface Peak {
  readonly gold: number;
  /** Position in the series of the middle of the best window. */
  readonly index: number;
}

/** The maximum of the three-point moving average, the first where several are equal. A shorter series is one window. */
export function peakOf(gold: readonly number[]): Peak {
  const width = Math.min(WINDOW, gold.length);
  const averages = Array.from({ length: gold.length - width + 1 }, (_, start) => meanOf(gold.slice(start, start + width)));
  const best = averages.indexOf(Math.max(...averages));
  return { gold: averages[best], index: best + Math.floor(width / 2) };
}

/** The mean of the last three values (of all, where there are fewer). */
export function finalOf(values: readonly number[]): number {
  return meanOf(values.slice(-WINDOW));
}

/** A lane's evaluations in order of time. */
export interface GoldByKl {
  readonly kl: readonly number[];
  readonly gold: readonly number[];
}

/**
 * Mean difference of gold, lane minus versus, over the range of KL that both reached; null where they share none.
 *
 * KL wavers from one evaluation to the next, so a lane's gold at a given KL is what it had when it first got that far:
 * the piecewise-linear line through the evaluations whose KL exceeds that of all before. The common range goes from the
 * larger of the two starts to the smaller of the two greatest KLs, and the mean over it is exact. Where the range is a
 * single KL, it is the difference there.
 */
export function goldAtEqualKl(lane: GoldByKl, versus: GoldByKl): number | null {
  const a = recordsOf(lane);
  const b = recordsOf(versus);
  if (a.length === 0 || b.length === 0) return null;
  const from = Math.max(a[0].kl, b[0].kl);
  const to = Math.min(a[a.length - 1].kl, b[b.length - 1].kl);
  if (to < from) return null;
  const difference = (kl: number) => interpolate(a, kl) - interpolate(b, kl);
  if (to === from) return difference(from);
  const knots = [...a, ...b].map((point) => point.kl).filter((kl) => kl > from && kl < to);
  const grid = [from, ...knots.sort((x, y) => x - y), to];
  const area = grid.slice(1).reduce((sum, kl, i) => sum + ((kl - grid[i]) * (difference(kl) + difference(grid[i]))) / 2, 0);
  return area / (to - from);
}

interface Point {
  readonly kl: number;
  readonly gold: number;
}

function recordsOf({ kl, gold }: GoldByKl): Point[] {
  const records: Point[] = [];
  kl.forEach((value, i) => {
    if (records.length === 0 || value > records[records.length - 1].kl) records.push({ kl: value, gold: gold[i] });
  });
  return records;
}

function interpolate(points: readonly Point[], kl: number): number {
  const next = points.findIndex((point) => point.kl >= kl);
  if (next <= 0) return points[0].gold;
  const [before, after] = [points[next - 1], points[next]];
  return before.gold + ((after.gold - before.gold) * (kl - before.kl)) / (after.kl - before.kl);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
