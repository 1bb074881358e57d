/** What is read off one lane's curve: its start, peak and end, the area under it, and gold at equal KL against another lane's. */

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

/** An end that is spread over a larger share of the steps made is not one of the end. */
const LARGEST_END = 1 / 4;

/** Whether evaluations at these RL steps, the start's among them, are too few for a peak and an end. */
export function tooFew(steps: readonly number[]): boolean {
  const [from, to] = endWindow(steps.length);
  return steps.length - 1 < WINDOW || steps[to] - steps[from] > LARGEST_END * (steps[to] - steps[0]);
}

/** NaN where there is no value. */
export function startOf(values: readonly number[]): number {
  return smoothed(values.slice(0, 1))[0] ?? NaN;
}

export interface Peak {
  readonly value: number;
  /** Position in the series. */
  readonly index: number;
}

/** The maximum of the smoothed curve, the first where several are equal; NaN at 0 where nothing was measured. */
export function peakOf(values: readonly number[]): Peak {
  const peak = { value: NaN, index: 0 };
  smoothed(values).forEach((value, index) => {
    if (Number.isNaN(value) || value <= peak.value) return;
    peak.value = value;
    peak.index = index;
  });
  return peak;
}

/** The last entry of the smoothed curve; NaN where there is none. */
export function endOf(values: readonly number[]): number {
  // The end's window reaches back no further than this, and the start never counts unless it is alone.
  const [from] = endWindow(values.length);
  return smoothed(values.slice(Math.max(0, from - 1))).at(-1) ?? NaN;
}

/**
 * The area under the line through the evaluations, over the steps that it spans: its mean height, in the values' own unit, so
 * that runs of different length compare. Steps ascend. A value that was not measured is bridged by its neighbours' line. The
 * value itself where there is a single step; NaN where the first or the last value was not measured, or there is none.
 */
export function areaUnder(steps: readonly number[], values: readonly number[]): number {
  const last = steps.length - 1;
  if (last < 0 || !Number.isFinite(values[0]) || !Number.isFinite(values[last])) return NaN;
  if (last === 0) return values[0];
  let area = 0;
  let before = 0;
  for (let i = 1; i <= last; i++) {
    if (!Number.isFinite(values[i])) continue;
    area += ((steps[i] - steps[before]) * (values[i] + values[before])) / 2;
    before = i;
  }
  return area / (steps[last] - steps[0]);
}

/** A lane's evaluations in order of time. */
export interface GoldByKl {
  readonly kl: readonly number[];
  readonly gold: readonly number[];
}

/** Differences of gold, lane minus versus, at KLs that both reached: the mean over their common range, and at its end. */
export interface EqualKl {
  readonly mean: number;
  readonly end: number;
}

/**
 * Null where the two share no KL.
 *
 * KL wavers from one evaluation to the next, so a lane's gold at a given KL is what it had when it first got that far:
 * the piecewise-linear line through the evaluations whose KL exceeds that of all before. The common range goes from the
 * larger of the two starts to the smaller of the two greatest KLs, and the mean over it is exact. Where the range is a
 * single KL, both are the difference there.
 */
export function goldAtEqualKl(lane: GoldByKl, versus: GoldByKl): EqualKl | null {
  const a = recordsOf(lane);
  const b = recordsOf(versus);
  if (a.length === 0 || b.length === 0) return null;
  const from = Math.max(a[0].kl, b[0].kl);
  const to = Math.min(a[a.length - 1].kl, b[b.length - 1].kl);
  if (to < from) return null;
  const [goldOfA, goldOfB] = [ascendingReader(a), ascendingReader(b)];
  const difference = (kl: number) => goldOfA(kl) - goldOfB(kl);
  let kl = from;
  let here = difference(from);
  if (to === from) return { mean: here, end: here };
  const knots = [...a, ...b].map((point) => point.kl).filter((knot) => knot > from && knot < to);
  let area = 0;
  // Two ascending runs: sorting merges them.
  for (const next of [...knots.sort((x, y) => x - y), to]) {
    const there = difference(next);
    area += ((next - kl) * (here + there)) / 2;
    kl = next;
    here = there;
  }
  return { mean: area / (to - from), end: here };
}

interface Point {
  readonly kl: number;
  readonly gold: number;
}

/** Evaluations that lack one of the two numbers are left out. */
function recordsOf({ kl, gold }: GoldByKl): Point[] {
  const records: Point[] = [];
  kl.forEach((value, i) => {
    if (!Number.isFinite(value) || !Number.isFinite(gold[i])) return;
    if (records.length === 0 || value > records[records.length - 1].kl) records.push({ kl: value, gold: gold[i] });
  });
  return records;
}

/** Reads the line through the points at places none of which is below the one before. */
function ascendingReader(points: readonly Point[]): (kl: number) => number {
  let next = 0;
  return (kl) => {
    while (next < points.length - 1 && points[next].kl < kl) next++;
    if (next === 0) return points[0].gold;
    const [before, after] = [points[next - 1], points[next]];
    return before.gold + ((after.gold - before.gold) * (kl - before.kl)) / (after.kl - before.kl);
  };
}
