/** From lanes' series to a result: also of a run in progress. */
import type { ArmName } from '../config/names.ts';
import { areaUnder, endOf, endWindow, goldAtEqualKl, peakOf, startOf, tooFew } from '../rlhf/curves.ts';
import { pairedStatisticsOf } from '../rlhf/pairedStatistics.ts';
import { spreadOf, TIE, TIE_AT_EQUAL_KL } from '../rlhf/statistics.ts';
import type { ArmResult, Fate, PairedResult, Quantity, RunResult, SeedResult } from './result.ts';
import type { LaneSeries } from './series.ts';

/** Arms and seeds in the order of the lanes; lanes without an evaluation are left out. Pairs every arm with the first. */
export function summarise(lanes: readonly LaneSeries[]): { arms: ArmResult[]; paired: PairedResult[] } {
  const known = lanes.filter(({ evaluations }) => evaluations.step.length > 0);
  const names = [...new Set(known.map(({ arm }) => arm))];
  return summariseArms(names.map((name) => ({ name, seeds: known.filter(({ arm }) => arm === name).map(seedOf) })));
}

function seedOf({ seed, evaluations, training, diverged }: LaneSeries): SeedResult {
  return seedResult({ seed, series: evaluations, training, diverged });
}

/** What is read off one lane's series, of at least one evaluation. */
export function seedResult({ seed, series, training, diverged = null }: Pick<SeedResult, 'seed' | 'series' | 'training' | 'diverged'>): SeedResult {
  const count = series.step.length;
  const last = count - 1;
  const peak = peakOf(series.gold);
  const finalSpan = endWindow(count).map((index) => series.step[index]) as [number, number];
  return {
    seed, series, training, diverged,
    startGold: startOf(series.gold),
    peakGold: peak.value,
    peakStep: series.step[peak.index],
    finalGold: endOf(series.gold),
    finalKl: endOf(series.kl),
    areaUnderGold: areaUnder(series.step, series.gold),
    evaluations: last,
    finalSpan,
    few: tooFew(series.step),
    rewardAccuracy: { before: series.heldOutAccuracy[0], after: series.heldOutAccuracy[last], onPolicy: series.onPolicyAccuracy[last] },
    goldQueries: series.goldQueries[last],
  };
}

/** Arms in their order, each with its seeds' results; pairs every arm with the first. */
export function summariseArms(arms: readonly Pick<ArmResult, 'name' | 'seeds'>[]): { arms: ArmResult[]; paired: PairedResult[] } {
  const results = arms.map(({ name, seeds }) => armOf(name, seeds));
  return { arms: results, paired: pairsOf(results) };
}

/** A result whose figures are read off its series anew, as this version of the lab reads them. */
export function resummarised<T extends RunResult>(result: T): T {
  return { ...result, ...summariseArms(result.arms.map(({ name, seeds }) => ({ name, seeds: seeds.map(seedResult) }))) };
}

function armOf(name: ArmName, seeds: readonly SeedResult[]): ArmResult {
  const sound = soundSeeds(seeds);
  const spread = (key: keyof ArmResult['summary']) => spreadOf(sound.map((seed) => seed[key]));
  return {
    name, seeds,
    summary: {
      startGold: spread('startGold'), peakGold: spread('peakGold'), peakStep: spread('peakStep'),
      finalGold: spread('finalGold'), finalKl: spread('finalKl'), areaUnderGold: spread('areaUnderGold'),
    },
    endBelowStart: endBelowStart(sound),
  };
}

/** The seeds that means and pairs are of: those that came as far as the run did. All, where none did. */
export function soundSeeds(seeds: readonly SeedResult[]): readonly SeedResult[] {
  const sound = seeds.filter(({ diverged }) => !diverged);
  return sound.length > 0 ? sound : seeds;
}

function endBelowStart(seeds: readonly SeedResult[]): ArmResult['endBelowStart'] {
  const fates = seeds.flatMap((seed) => fateOf(seed) ?? []);
  const below = fates.filter((fate) => fate === 'below').length;
  return { seeds: below, of: fates.length, share: fates.length > 0 ? below / fates.length : null };
}

/** Where gold ends against the seed's own start. Null without a number for both: the start alone is no end. */
export function fateOf({ startGold, finalGold, evaluations }: Pick<SeedResult, 'startGold' | 'finalGold' | 'evaluations'>): Fate | null {
  const difference = finalGold - startGold;
  if (evaluations === 0 || !Number.isFinite(difference)) return null;
  if (Math.abs(difference) <= TIE) return 'at';
  return difference < 0 ? 'below' : 'above';
}

/** Every arm against the first one; an arm that shares no seed with it yet is left out. */
function pairsOf([versus, ...others]: readonly ArmResult[]): PairedResult[] {
  const compared = others.map((arm) => ({ arm, ...differencesOf(arm, versus) })).filter(({ finalGold }) => finalGold.length > 0);
  const statistics = (key: Exclude<Quantity, AtEqualKl>) => pairedStatisticsOf(compared.map((each) => each[key]));
  const peakGold = statistics('peakGold');
  const finalGold = statistics('finalGold');
  const areaUnderGold = statistics('areaUnderGold');
  const atEqualKl = (key: AtEqualKl) => {
    const known = compared.filter((each) => each[key].length > 0);
    const found = pairedStatisticsOf(known.map((each) => each[key]), TIE_AT_EQUAL_KL);
    return new Map(known.map(({ arm }, index) => [arm, found[index]]));
  };
  const goldAtEqualKl = atEqualKl('goldAtEqualKl');
  const goldAtEqualKlEnd = atEqualKl('goldAtEqualKlEnd');
  return compared.map(({ arm }, index) => ({
    arm: arm.name, versus: versus.name,
    peakGold: peakGold[index], finalGold: finalGold[index],
    goldAtEqualKl: goldAtEqualKl.get(arm) ?? null, goldAtEqualKlEnd: goldAtEqualKlEnd.get(arm) ?? null,
    areaUnderGold: areaUnderGold[index],
  }));
}

type AtEqualKl = 'goldAtEqualKl' | 'goldAtEqualKlEnd';

/** Arm minus versus, one difference for each seed that both have; at equal KL for those whose ranges of KL meet. */
function differencesOf(arm: ArmResult, versus: ArmResult): Readonly<Record<Quantity, readonly number[]>> {
  const pairs = soundSeeds(arm.seeds).flatMap((lane) => {
    const other = soundSeeds(versus.seeds).find(({ seed }) => seed === lane.seed);
    return other ? [{ lane, other }] : [];
  });
  const atEqualKl = pairs.flatMap(({ lane, other }) => goldAtEqualKl(lane.series, other.series) ?? []);
  return {
    peakGold: pairs.map(({ lane, other }) => lane.peakGold - other.peakGold),
    finalGold: pairs.map(({ lane, other }) => lane.finalGold - other.finalGold),
    goldAtEqualKl: atEqualKl.map(({ mean }) => mean),
    goldAtEqualKlEnd: atEqualKl.map(({ end }) => end),
    areaUnderGold: pairs.map(({ lane, other }) => areaDifference(lane, other)),
  };
}

/** Over the steps that both have been evaluated at: in a run in progress one may be ahead. */
function areaDifference(lane: SeedResult, other: SeedResult): number {
  const count = Math.min(lane.series.step.length, other.series.step.length);
  const [own, others] = [lane, other].map(({ series, areaUnderGold }) => (
    series.step.length === count ? areaUnderGold : areaUnder(series.step.slice(0, count), series.gold.slice(0, count))));
  return own - others;
}
