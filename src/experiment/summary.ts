/** From lanes' series to a result: also of a run in progress. */
import type { ArmName } from '../config/names.ts';
import { endOf, endWindow, goldAtEqualKl, peakOf, startOf, tooFew } from '../rlhf/curves.ts';
import { pairedSpreadOf, spreadOf, TIE_AT_EQUAL_KL } from '../rlhf/statistics.ts';
import type { ArmResult, PairedResult, RunResult, SeedResult } from './result.ts';
import type { LaneSeries } from './series.ts';

/** Arms and seeds in the order of the lanes; lanes without an evaluation are left out. Pairs every arm with the first. */
export function summarise(lanes: readonly LaneSeries[]): { arms: ArmResult[]; paired: PairedResult[] } {
  const known = lanes.filter(({ evaluations }) => evaluations.step.length > 0);
  const names = [...new Set(known.map(({ arm }) => arm))];
  return summariseArms(names.map((name) => ({ name, seeds: known.filter(({ arm }) => arm === name).map(seedOf) })));
}

function seedOf({ seed, evaluations, training }: LaneSeries): SeedResult {
  return seedResult({ seed, series: evaluations, training });
}

/** What is read off one lane's series, of at least one evaluation. */
export function seedResult({ seed, series, training }: Pick<SeedResult, 'seed' | 'series' | 'training'>): SeedResult {
  const count = series.step.length;
  const last = count - 1;
  const peak = peakOf(series.gold);
  const finalSpan = endWindow(count).map((index) => series.step[index]) as [number, number];
  return {
    seed, series, training,
    startGold: startOf(series.gold),
    peakGold: peak.value,
    peakStep: series.step[peak.index],
    finalGold: endOf(series.gold),
    finalKl: endOf(series.kl),
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
  return { arms: results, paired: results.slice(1).flatMap((arm) => pairOf(arm, results[0])) };
}

/** A result whose figures are read off its series anew, as this version of the lab reads them. */
export function resummarised<T extends RunResult>(result: T): T {
  return { ...result, ...summariseArms(result.arms.map(({ name, seeds }) => ({ name, seeds: seeds.map(seedResult) }))) };
}

function armOf(name: ArmName, seeds: readonly SeedResult[]): ArmResult {
  const spread = (key: keyof ArmResult['summary']) => spreadOf(seeds.map((seed) => seed[key]));
  return {
    name, seeds,
    summary: {
      startGold: spread('startGold'), peakGold: spread('peakGold'), peakStep: spread('peakStep'),
      finalGold: spread('finalGold'), finalKl: spread('finalKl'),
    },
  };
}

/** Nothing where the two arms share no seed yet. */
function pairOf(arm: ArmResult, versus: ArmResult): PairedResult[] {
  const pairs = arm.seeds.flatMap((lane) => {
    const other = versus.seeds.find(({ seed }) => seed === lane.seed);
    return other ? [{ lane, other }] : [];
  });
  if (pairs.length === 0) return [];
  const paired = (difference: (lane: SeedResult, other: SeedResult) => number) =>
    pairedSpreadOf(pairs.map(({ lane, other }) => difference(lane, other)));
  const atEqualKl = pairs.map(({ lane, other }) => goldAtEqualKl(lane.series, other.series)).filter((value) => value !== null);
  return [{
    arm: arm.name,
    versus: versus.name,
    peakGold: paired((lane, other) => lane.peakGold - other.peakGold),
    finalGold: paired((lane, other) => lane.finalGold - other.finalGold),
    goldAtEqualKl: atEqualKl.length > 0 ? pairedSpreadOf(atEqualKl, TIE_AT_EQUAL_KL) : null,
  }];
}
