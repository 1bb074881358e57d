/**
 * A result's series as CSV in the long format: one row for each arm, seed and step, one column for each metric.
 */
import type { RunResult, SeedResult } from '../experiment/result.ts';
import { csvHeader, csvName, csvNumber as text } from './csvHeader.ts';
import type { ExportedResult } from './provenance.ts';

type Series = Readonly<Record<string, readonly (number | null)[]>>;

/** Rows of an evaluation and of a training batch differ in their columns; what a row lacks is empty. */
const KINDS = ['evaluation', 'training'] as const;

function seriesOf(seed: SeedResult, kind: (typeof KINDS)[number]): Series {
  return { ...(kind === 'evaluation' ? seed.series : seed.training) };
}

/** Lines end in a newline; numbers are written in full precision. */
export function resultCsv(result: ExportedResult): string {
  return `${[...csvHeader(result), ...rows(result)].join('\n')}\n`;
}

function rows({ arms }: RunResult): string[] {
  const blocks = arms.flatMap(({ name, seeds }) =>
    seeds.flatMap((seed) => KINDS.map((kind) => ({ start: [csvName(name), seed.seed, kind], series: seriesOf(seed, kind) }))));
  const metrics = [...new Set(blocks.flatMap(({ series }) => Object.keys(series)))].filter((key) => key !== 'step');
  const lines = blocks.flatMap(({ start, series }) =>
    (series.step ?? []).map((step, index) => [...start, text(step), ...metrics.map((metric) => text(series[metric]?.[index]))].join(',')));
  return [['arm', 'seed', 'kind', 'step', ...metrics].join(','), ...lines];
}
