/** The result of `--compare` as Markdown. */
import { machineText, warningsOf } from '../machine.ts';
import { markdownTable } from '../markdownTable.ts';
import { digits } from '../table.ts';
import type { Agreement, Entrant, Figure, WholeResult } from './result.ts';

const FIGURE_TITLES: Readonly<Record<Figure, string>> = { startGold: 'gold at the start', peakGold: 'gold at the peak', finalGold: 'gold at the end', finalKl: 'KL at the end' };

export function entrantText({ engine, workers }: Entrant): string {
  if (workers === null) return engine;
  return `${engine}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}

function agreementCells(each: Agreement): string[] {
  const { arm, figure, first, own, difference, ci95, agrees } = each;
  const interval = ci95 === null ? '' : ` ± ${ci95.toFixed(2)}`;
  return [`${entrantText(each)}: ${arm}, ${FIGURE_TITLES[figure]}`, first.toFixed(2), own.toFixed(2), `${difference.toFixed(2)}${interval}`, agrees ? 'yes' : 'NO'];
}

export function wholeTable({ machine, preset, arms, seeds, steps, timings, agreements }: WholeResult): string {
  return [
    ...warningsOf(machine).flatMap((warning) => [`**${warning}**`, '']),
    machineText(machine),
    '',
    `Run: preset ${preset}, ${arms.join(', ')}, seeds ${seeds.join(', ')}, ${steps} steps, evaluations and start-up included`,
    '',
    ...markdownTable(['engine', 'backend', 'median s', 'quartiles', 'times the first', 'runs'], timings.map((timing) => [
      entrantText(timing), timing.backend, digits(timing.seconds.median), `${digits(timing.seconds.q1)} – ${digits(timing.seconds.q3)}`,
      `${digits(timing.timesFirst)}×`, String(timing.runs),
    ])),
    ...(agreements.length === 0 ? [] : [
      ...markdownTable(['against the first engine', 'first', 'own', 'difference, paired by seed', 'within its 95 % interval'], agreements.map(agreementCells)),
      'Engines draw the same words at equal weights but round differently, so that curves part after a hundred steps or so: figures should agree within '
      + 'their intervals, not digits. Of twenty that do agree, one lies outside by chance.',
      '',
    ]),
  ].join('\n');
}
