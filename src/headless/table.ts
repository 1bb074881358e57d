/** A result as a Markdown table. */
import { mean } from 'simple-statistics';
import type { ArmResult, PairedResult, PairedSpread, RunResult, Spread } from '../experiment/result.ts';

const DASH = '–';

function number(value: number, sign = false): string {
  if (!Number.isFinite(value)) return DASH;
  const text = Math.abs(value).toFixed(2);
  if (value < 0 && Number(text) !== 0) return `−${text}`;
  return sign ? `+${text}` : text;
}

function interval({ mean, ci95 }: Spread, sign = false): string {
  return ci95 === null ? number(mean, sign) : `${number(mean, sign)} ± ${number(ci95)}`;
}

/** Null where no seed has the quantity. */
function difference(spread: PairedSpread | null): string {
  return spread === null ? DASH : `${interval(spread, true)} (${spread.wins}/${spread.n})`;
}

/** Text that stands for itself in a cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function rows(header: readonly string[], body: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map((_, column) => (column === 0 ? '---' : '---:'))), ...body.map(line)].join('\n');
}

function average(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? DASH : number(mean(known));
}

function armRow({ name, seeds, summary }: ArmResult): string[] {
  return [
    name, interval(summary.startGold), interval(summary.peakGold), interval(summary.finalGold), interval(summary.finalKl),
    average(seeds.map(({ series }) => series.proxy[series.proxy.length - 1])),
    average(seeds.map(({ rewardAccuracy }) => rewardAccuracy.before)),
    average(seeds.map(({ rewardAccuracy }) => rewardAccuracy.after)),
    average(seeds.map(({ rewardAccuracy }) => rewardAccuracy.onPolicy)),
  ];
}

function pairedRow({ arm, versus, peakGold, finalGold, goldAtEqualKl }: PairedResult): string[] {
  return [`${arm} − ${versus}`, difference(peakGold), difference(finalGold), difference(goldAtEqualKl)];
}

/** Arms with means and 95 % intervals over seeds; then differences paired by seed, with the seeds won. */
export function resultTable({ config, arms, paired, backend, engine, seconds }: RunResult): string {
  const count = config.seeds.length;
  const heading = `${config.advantage.toUpperCase()}, ${count} ${count === 1 ? 'seed' : 'seeds'} (${config.seeds.join(', ')}), ${config.steps} steps; `
    + `${engine} engine on ${backend}, ${seconds.toFixed(1)} s.`;
  const table = rows(
    ['arm', 'gold at start', 'peak gold', 'final gold', 'final KL', 'last proxy', 'accuracy before', 'after', 'on policy'],
    arms.map(armRow),
  );
  const sections = [heading, table];
  if (paired.length > 0) sections.push(rows(['paired by seed', 'peak gold', 'final gold', 'gold at equal KL'], paired.map(pairedRow)));
  sections.push('± half width of the 95 % interval of the mean over seeds; in brackets the seeds where the first arm is better.');
  return `${sections.join('\n\n')}\n`;
}
