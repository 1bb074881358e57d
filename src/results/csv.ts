/**
 * A result's series as CSV in the long format: one row for each arm, seed and step, one column for each metric. Lines that
 * begin with `#` come first and say where it comes from; readers skip them where told to (pandas: comment='#').
 */
import type { RunResult, SeedResult } from '../experiment/result.ts';
import type { ExportedResult } from './provenance.ts';
import { stateOf } from './state.ts';

type Series = Readonly<Record<string, readonly (number | null)[]>>;

/** Rows of an evaluation and of a training batch differ in their columns; what a row lacks is empty. */
const KINDS = ['evaluation', 'training'] as const;

function seriesOf(seed: SeedResult, kind: (typeof KINDS)[number]): Series {
  return { ...(kind === 'evaluation' ? seed.series : seed.training) };
}

/** An arm with several settings has commas in its name. */
function cell(value: string | number): string {
  const plain = String(value);
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function text(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '' : String(value);
}

/** Lines end in a newline; numbers are written in full precision. */
export function resultCsv(result: ExportedResult): string {
  return `${[...header(result), ...rows(result)].join('\n')}\n`;
}

function header({ config, changes, provenance, ...result }: ExportedResult): string[] {
  const { lab, date, link, command, browser, device, evaluation, labels } = provenance;
  const entries: [string, string][] = [
    ['R2M Lab', `${lab}, ${date}`],
    ['status', stateOf({ ...result, config })],
    ['link', link],
    ['command', command ?? 'none makes it again: fields were changed while the run went on'],
    ['engine', [`${result.engine} on ${result.backend}`, device, browser].filter((part) => part !== null).join(', ')],
    ['labels', `${labels.pairs} pairs for each of ${labels.seeds} seeds, ${labels.total} in all, shared by ${labels.sharedBy.join(', ')}`],
    ['evaluation', `looked at ${evaluation.answers} answers, for the curves alone`],
    ['configuration', JSON.stringify(config)],
    ...changes.map(({ step, field, from, to }): [string, string] => ['changed', `${field} from ${String(from)} to ${String(to)} at step ${step}`]),
  ];
  return entries.map(([key, value]) => `# ${key}: ${value.replaceAll(/\s+/g, ' ')}`);
}

function rows({ arms }: RunResult): string[] {
  const blocks = arms.flatMap(({ name, seeds }) =>
    seeds.flatMap((seed) => KINDS.map((kind) => ({ start: [name, seed.seed, kind], series: seriesOf(seed, kind) }))));
  const metrics = [...new Set(blocks.flatMap(({ series }) => Object.keys(series)))].filter((key) => key !== 'step');
  const lines = blocks.flatMap(({ start, series }) =>
    (series.step ?? []).map((step, index) => [...start.map(cell), text(step), ...metrics.map((metric) => text(series[metric]?.[index]))].join(',')));
  return [['arm', 'seed', 'kind', 'step', ...metrics].join(','), ...lines];
}
