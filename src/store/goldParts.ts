/** What gold is made of over a run, and which of its parts took what was lost. */
import type { ArmName } from '../config/names.ts';
import type { EvaluationMetrics } from '../experiment/metrics.ts';
import type { ArmResult, Columns, SeedResult } from '../experiment/result.ts';
import { smoothed } from '../rlhf/curves.ts';
import type { GoldParts } from '../world/gold.ts';
import type { ArmGrowth } from './growth.ts';

export type GoldPart = keyof GoldParts;
type PartColumn = `gold${Capitalize<GoldPart>}` & keyof EvaluationMetrics;

/** All parts of gold, in the order in which they are drawn: from the line of zero outwards. */
export const GOLD_PARTS: readonly { readonly part: GoldPart; readonly column: PartColumn; readonly title: string }[] = [
  { part: 'content', column: 'goldContent', title: 'on-topic words' },
  { part: 'flow', column: 'goldFlow', title: 'flow' },
  { part: 'style', column: 'goldStyle', title: 'style' },
  { part: 'offTopic', column: 'goldOffTopic', title: 'off-topic words' },
  { part: 'repeats', column: 'goldRepeats', title: 'repeats' },
  { part: 'length', column: 'goldLength', title: 'length' },
  { part: 'ending', column: 'goldEnding', title: 'no ending' },
];

/** One evaluation of an arm: smoothed means over seeds, as every figure of the page is. */
export interface PartRow {
  readonly step: number;
  readonly gold: number;
  readonly parts: Readonly<Record<GoldPart, number>>;
}

function smoothMean(values: readonly (number | null)[]): number[] {
  return smoothed(values.map((value) => value ?? NaN));
}

/** Rows of a chart: more could not be told apart. */
const MOST_ROWS = 200;

/** Evenly spaced ones of many, the first and the last among them. */
function thinned<T>(rows: readonly T[]): readonly T[] {
  const every = Math.ceil(rows.length / MOST_ROWS);
  return every <= 1 ? rows : rows.filter((_, row) => row % every === 0 || row === rows.length - 1);
}

/** Rows of an arm's evaluations; those of which a part was not kept are left out. */
export function partRows({ evaluations }: ArmGrowth): readonly PartRow[] {
  const gold = smoothMean(evaluations.gold);
  const parts = GOLD_PARTS.map(({ part, column }) => ({ part, values: smoothMean(evaluations[column]) }));
  return thinned(evaluations.step.flatMap((step, row) => {
    const values = parts.map(({ part, values }) => [part, values[row]] as const);
    const whole = step !== null && Number.isFinite(gold[row]) && values.every(([, value]) => Number.isFinite(value));
    return whole ? [{ step, gold: gold[row], parts: Object.fromEntries(values) as Record<GoldPart, number> }] : [];
  }));
}

export interface PartChange {
  readonly title: string;
  readonly change: number;
}

/**
 * `lost`: from the peak to the end. `gained`: from the start to the end, where nothing to speak of was lost. `still`: neither.
 * `few`: there are too few evaluations for a peak and an end. `unkept`: the run has no parts of gold.
 */
export type GoldStory =
  | { readonly kind: 'none' | 'unkept' | 'still' }
  | { readonly kind: 'few'; readonly evaluations: number }
  | { readonly kind: 'lost' | 'gained'; readonly amount: number; /** The greatest share first; they add up to the amount. */ readonly parts: readonly PartChange[] };

/** Less than this is nothing to speak of. */
const NOTHING = 0.05;

/** Change of a column between two of its evaluations, smoothed. */
function changeOf(series: Columns<EvaluationMetrics>, column: PartColumn | 'gold', from: number, to: number): number {
  const values = smoothMean(series[column]);
  return values[to] - values[from];
}

function meanChange(seeds: readonly SeedResult[], column: PartColumn | 'gold', from: (seed: SeedResult) => number): number {
  const changes = seeds.map((seed) => changeOf(seed.series, column, from(seed), seed.series.step.length - 1));
  return changes.reduce((sum, change) => sum + change, 0) / changes.length;
}

/** What the arm's seeds lost after their peaks, on average, else what they gained: the difference of the table's figures, part by part. */
export function goldStory(arm: ArmResult | undefined): GoldStory {
  if (!arm || arm.seeds.length === 0) return { kind: 'none' };
  const evaluations = Math.min(...arm.seeds.map((seed) => seed.evaluations));
  if (evaluations === 0) return { kind: 'none' };
  if (arm.seeds.some(({ few }) => few)) return { kind: 'few', evaluations };
  const atPeak = ({ series, peakStep }: SeedResult) => Math.max(0, series.step.indexOf(peakStep));
  const lost = -meanChange(arm.seeds, 'gold', atPeak);
  const kind = lost >= NOTHING ? 'lost' : 'gained';
  const from = kind === 'lost' ? atPeak : () => 0;
  const sign = kind === 'lost' ? -1 : 1;
  const amount = sign * meanChange(arm.seeds, 'gold', from);
  const parts = GOLD_PARTS.map(({ column, title }) => ({ title, change: sign * meanChange(arm.seeds, column, from) }));
  if (parts.some(({ change }) => !Number.isFinite(change))) return { kind: 'unkept' };
  if (amount < NOTHING) return { kind: 'still' };
  return { kind, amount, parts: parts.sort((a, b) => b.change - a.change) };
}

const MOST_NAMED = 3;

function figure(value: number): string {
  return Math.abs(value).toFixed(2);
}

/** The greatest shares by name, then what is left of them. */
function sharesText(amount: number, parts: readonly PartChange[], verb: 'lost' | 'gained'): string {
  const named = parts.filter(({ change }) => change >= Math.max(0.005, 0.04 * amount)).slice(0, MOST_NAMED);
  const rest = amount - named.reduce((sum, { change }) => sum + change, 0);
  const opposite = verb === 'lost' ? 'gained' : 'lost';
  const others = Math.abs(rest) < 0.005 ? [] : [rest > 0 ? `the rest ${figure(rest)}` : `less ${figure(rest)} ${opposite} by the rest`];
  return [...named.map(({ title, change }) => `${title} ${figure(change)}`), ...others].join(', ');
}

/** The story in one sentence. `over`: the run is finished. */
export function goldStoryText(story: GoldStory, over: boolean): string {
  const soFar = over ? '' : 'So far: ';
  switch (story.kind) {
    case 'none': return over ? 'There is no evaluation after the start.' : 'It is told with the first evaluations after the start.';
    case 'unkept': return 'This run has not kept the parts of gold.';
    case 'few': return `Too few evaluations ${over ? '' : 'yet '}for a peak and an end: ${story.evaluations} after the start.`;
    case 'still': return `${soFar}${over ? 'N' : 'n'}othing to speak of was gained or lost.`;
    case 'lost': return `${soFar}${over ? 'O' : 'o'}f ${figure(story.amount)} lost after the peak: ${sharesText(story.amount, story.parts, 'lost')}.`;
    case 'gained': return `${soFar}${over ? 'N' : 'n'}othing lost after the peak. Of ${figure(story.amount)} gained since the start: ${sharesText(story.amount, story.parts, 'gained')}.`;
  }
}

/** Extent of the stacked parts of all arms: the charges' sum below zero, the gains' above. */
export function partsExtent(arms: readonly { readonly rows: readonly PartRow[] }[]): readonly [low: number, high: number] {
  let low = 0;
  let high = 1;
  for (const { parts, gold } of arms.flatMap(({ rows }) => rows)) {
    const values = Object.values<number>(parts);
    low = Math.min(low, gold, values.reduce((sum, value) => sum + Math.min(0, value), 0));
    high = Math.max(high, gold, values.reduce((sum, value) => sum + Math.max(0, value), 0));
  }
  return [low, high];
}

/** One method's way through proxy and gold. */
export interface HookCurve {
  readonly arm: ArmName;
  readonly points: readonly { readonly step: number; readonly proxy: number; readonly gold: number }[];
}

/** Proxy against gold, evaluation by evaluation, smoothed. */
export function hookCurve({ arm, evaluations }: ArmGrowth): HookCurve {
  const [gold, proxy] = [smoothMean(evaluations.gold), smoothMean(evaluations.proxy)];
  return {
    arm,
    points: thinned(evaluations.step.flatMap((step, row) => (
      step !== null && Number.isFinite(gold[row]) && Number.isFinite(proxy[row]) ? [{ step, proxy: proxy[row], gold: gold[row] }] : []
    ))),
  };
}
