/**
 * What all CSV files share. Lines that begin with `#` come first and say where the file comes from; readers skip them where
 * told to (pandas: comment='#').
 */
import type { ExportedResult } from './provenance.ts';
import { stateOf } from './state.ts';

/** An arm with several settings has commas in its name. */
export function csvName(name: string): string {
  return /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/** In full precision; empty where there is no number. */
export function csvNumber(value: number | null | undefined): string {
  return value === null || value === undefined || !Number.isFinite(value) ? '' : String(value);
}

/** The lines that say where a file comes from. */
export function csvHeader({ config, changes, provenance, ...result }: ExportedResult): string[] {
  const { lab, date, link, command, browser, device, evaluation, labels } = provenance;
  const entries: [string, string][] = [
    ['R2M Lab', `${lab}, ${date}`],
    ['status', stateOf({ ...result, config })],
    ['link', link],
    ['command', command ?? 'none makes it again: fields were changed while the run went on'],
    ['engine', [`${result.engine} on ${result.backend}`, device, browser].filter((part) => part !== null).join(', ')],
    ['labels', [
      `${labels.pairs} pairs for each of ${labels.seeds} seeds, shared by ${labels.sharedBy.join(', ')}`,
      ...labels.bought.map(({ arm, total }) => `${total} more bought on the way by ${arm}`), `${labels.total} in all`,
    ].join('; ')],
    ['evaluation', `looked at ${evaluation.answers} answers, for the curves alone`],
    ['configuration', JSON.stringify(config)],
    ...changes.map(({ step, field, from, to }): [string, string] => ['changed', `${field} from ${String(from)} to ${String(to)} at step ${step}`]),
  ];
  return entries.map(([key, value]) => `# ${key}: ${value.replaceAll(/\s+/g, ' ')}`);
}
