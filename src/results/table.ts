/** A result as tables of text, in no format yet: methods with their means, then differences paired by seed, in short and in full. */
import { mean } from 'simple-statistics';
import type { ADVANTAGES, ArmName } from '../config/names.ts';
import { formatValue } from '../settings/values.ts';
import { divergenceText } from '../experiment/divergence.ts';
import type { ArmResult, PairedResult, RunResult, SeedResult } from '../experiment/result.ts';
import { soundSeeds } from '../experiment/summary.ts';
import { armConfig, armOf, armTitle } from '../settings/arms.ts';
import { endOf, WINDOW } from '../rlhf/curves.ts';
import { FEWEST_FOR_INTERVAL, TIE, TIE_AT_EQUAL_KL } from '../rlhf/statistics.ts';
import { DASH, decimal, difference, interval } from './numbers.ts';
import { QUANTITIES } from './quantities.ts';
import { stateOf } from './state.ts';
import { statisticsNotes, statisticsTable } from './statisticsTable.ts';

export interface Table {
  readonly header: readonly string[];
  /** As many cells as the header; the first is a name, the others are numbers. */
  readonly rows: readonly (readonly string[])[];
}

export interface TableText {
  /** Sentences above and below the tables. */
  readonly heading: readonly string[];
  readonly tables: readonly Table[];
  readonly notes: readonly string[];
}

const ADVANTAGE_NAMES: Readonly<Record<(typeof ADVANTAGES)[number], string>> = {
  grpo: 'GRPO', rloo: 'RLOO', remax: 'ReMax', reinforcePlusPlus: 'REINFORCE++',
};

export function tableText(result: RunResult): TableText {
  const { arms, paired } = result;
  const heading = [...(result.complete ? [] : [`${capitalised(stateOf(result))}.`]), headingOf(result)];
  if (arms.length === 0) return { heading, tables: [], notes: ['No evaluation yet.'] };
  const seeds = arms.flatMap((arm) => arm.seeds);
  const tables: Table[] = [{ header: armHeader(seeds), rows: arms.map(armRow) }];
  if (paired.length > 0) {
    tables.push({ header: ['paired by seed', ...QUANTITIES.map(({ title }) => title)], rows: paired.map(pairedRow) });
  }
  const statistics = statisticsTable(paired, pairName);
  if (statistics) tables.push(statistics);
  return { heading, tables, notes: [...definitions(result), ...intervalNotes(arms), ...statisticsNotes(statistics), ...fewNotes(seeds), ...divergedNotes(result)] };
}

function headingOf({ config, backend, engine, seconds, changes }: RunResult): string {
  const count = config.seeds.length;
  const changed = changes.map(({ step, field, from, to }) => ` ${field} changed from ${String(from)} to ${String(to)} at step ${step}.`);
  return `${ADVANTAGE_NAMES[config.advantage]}, β ${config.beta}, ${count} ${count === 1 ? 'seed' : 'seeds'} (${formatValue('seeds', config.seeds)}), `
    + `${config.steps} steps; ${engine} engine on ${backend}, ${seconds.toFixed(1)} s.${changed.join('')}`;
}

/** The page's name, and the one that links and the command line know. */
export function nameOf(arm: ArmName): string {
  return `${armTitle(arm)} [${arm}]`;
}

function armHeader(seeds: readonly SeedResult[]): string[] {
  const end = endSteps(seeds);
  const peak = seeds.some(({ evaluations }) => evaluations < WINDOW) ? `mean of up to ${WINDOW} evaluations` : `mean of ${WINDOW} evaluations`;
  return [
    'method', 'gold at start', `peak gold (${peak})`, 'peak at step (median)', `end gold (${end})`, `KL at the end (${end})`, `proxy at the end (${end})`,
    'judge right on held-out pairs, before', 'the same, after', 'judge right on its policy’s text', 'area under gold', 'end below their start',
  ];
}

/** Steps of the evaluations in the seeds' ends. */
function endSteps(seeds: readonly SeedResult[]): string {
  const from = Math.min(...seeds.map(({ finalSpan }) => finalSpan[0]));
  const to = Math.max(...seeds.map(({ finalSpan }) => finalSpan[1]));
  return from === to ? `step ${to}` : `steps ${from} to ${to}`;
}

function armRow({ name, seeds: all, summary, endBelowStart }: ArmResult): string[] {
  const seeds = soundSeeds(all);
  const count = seeds.length;
  return [
    nameOf(name) + (count < all.length ? `, ${count} of ${all.length} seeds` : ''), interval(summary.startGold, count), interval(summary.peakGold, count), String(summary.peakStep.median),
    interval(summary.finalGold, count), interval(summary.finalKl, count),
    average(seeds.map(({ series }) => endOf(series.proxy))),
    average(seeds.map(({ rewardAccuracy }) => rewardAccuracy.before)),
    average(seeds.map(({ rewardAccuracy }) => rewardAccuracy.after)),
    average(seeds.map(({ rewardAccuracy }) => rewardAccuracy.onPolicy)),
    interval(summary.areaUnderGold, count),
    endBelowStart.of === 0 ? DASH : `${endBelowStart.seeds}/${endBelowStart.of}`,
  ];
}

/** A dash where a seed lacks the quantity. */
function average(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? DASH : decimal(mean(known));
}

function pairName({ arm, versus }: PairedResult): string {
  return `${nameOf(arm)} − ${nameOf(versus)}`;
}

function pairedRow(pair: PairedResult): string[] {
  return [pairName(pair), ...QUANTITIES.map(({ key }) => difference(pair[key]))];
}

function definitions({ paired }: RunResult): string[] {
  return [
    `Peak: the highest mean of ${WINDOW} successive evaluations, or the start where none is higher. End: the mean of the last ${WINDOW} evaluations after the start. Area under gold: its mean over the steps.`,
    ...(paired.length === 0 ? [] : [
      `In brackets: the seeds where the first method is better, of all; a difference of at most ${TIE}, at equal KL ${TIE_AT_EQUAL_KL}, is a tie.`,
      'Gold at equal KL: over the range of KL that both lanes of a seed reached, on average; at the greatest shared KL: where that range ends.',
    ]),
  ];
}

function intervalNotes(arms: readonly ArmResult[]): string[] {
  const counts = arms.map(({ seeds }) => seeds.length);
  const fewest = Math.min(...counts);
  return [
    ...(Math.max(...counts) >= FEWEST_FOR_INTERVAL ? ['± half width of the 95 % interval of the mean over seeds.'] : []),
    ...(fewest < FEWEST_FOR_INTERVAL ? [`${fewest} ${fewest === 1 ? 'seed' : 'seeds'}: too few for an interval.`] : []),
  ];
}

/** Which lanes stopped on the way, and why: they are in no figure. */
function divergedNotes({ arms, config }: RunResult): string[] {
  return arms.flatMap(({ name, seeds }) => seeds.flatMap(({ seed, diverged }) => (
    diverged ? [divergenceText(nameOf(name), seed, diverged, armConfig(armOf(name), config))] : [])));
}

/** Says where the figures rest on too few evaluations, and why. */
function fewNotes(seeds: readonly SeedResult[]): string[] {
  const few = seeds.filter((seed) => seed.few);
  if (few.length === 0) return [];
  const fewest = Math.min(...few.map(({ evaluations }) => evaluations));
  if (fewest < WINDOW) return [`Too few evaluations for a peak and an end: ${fewest} after the start.`];
  return [`Too few evaluations for a peak and an end: those of the end (${endSteps(few)}) are spread over more than a quarter of the run.`];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
