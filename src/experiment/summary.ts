/** From lanes' series to a result: also of a run in progress. */
import type { ArmName } from '../config/names.ts';
import { endWindow, finalOf, goldAtEqualKl, peakOf, WINDOW } from '../rlhf/curves.ts';
import { pairedSpreadOf, spreadOf } from '../rlhf/statistics.ts';
import type { ArmResult, PairedResult, SeedResult } from './result.ts';
import type { LaneSeries } from './series.ts';

/** Arms and seeds in the order of the lanes; lanes without an evaluation are left out. Pairs every arm with the first. */
export function summarise(lanes: readonly LaneSeries[]): { arms: ArmResult[]; paired: PairedResult[] } {
  const known = lanes.filter(({ evaluations }) => evaluations.step.length > 0);
  const names = [...new Set(known.map(({ arm }) => arm))];
  const arms = names.map((name) => armOf(name, known.filter(({ arm }) => arm === name).map(seedOf)));
  return { arms, paired: arms.slice(1).flatMap((arm) => pairOf(arm, arms[0])) };
}

/** An end that is spread over a larger share of the steps made is not one of the end. */
const LARGEST_END = 1 / 4;

function seedOf({ seed, evaluations: series, training }: LaneSeries): SeedResult {
  const peak = peakOf(series.gold);
  const last = series.step.length - 1;
  const finalSpan = endWindow(series.step.length).map((index) => series.step[index]) as [number, number];
  return {
    seed, series, training,
    evaluations: last,
    finalSpan,
    few: last < WINDOW || finalSpan[1] - finalSpan[0] > LARGEST_END * (series.step[last] - series.step[0]),
    startGold: series.gold[0],
    peakGold: peak.gold,
    peakStep: series.step[peak.index],
    finalGold: finalOf(series.gold),
    finalKl: finalOf(series.kl),
    rewardAccuracy: { before: series.heldOutAccuracy[0], after: series.heldOutAccuracy[last], onPolicy: series.onPolicyAccuracy[last] },
    goldQueries: series.goldQueries[last],
  };
}

function armOf(name: ArmName, seeds: readonly SeedResult[]): ArmResult {
  const spread = (key: 'startGold' | 'peakGold' | 'finalGold' | 'finalKl') => spreadOf(seeds.map((seed) => seed[key]));
  return {
    name, seeds,
    summary: { startGold: spread('startGold'), peakGold: spread('peakGold'), finalGold: spread('finalGold'), finalKl: spread('finalKl') },
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
    goldAtEqualKl: atEqualKl.length > 0 ? pairedSpreadOf(atEqualKl) : null,
  }];
}
