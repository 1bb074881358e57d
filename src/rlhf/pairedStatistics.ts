/** What differences paired by seed say, for a reader who asks what could be chance. */
import { sampleStandardDeviation } from 'simple-statistics';
import { bootstrapInterval, type Interval } from './bootstrap.ts';
import { holm, signTest, wilcoxonTest } from './rankTests.ts';
import { pairedSpreadOf, TIE, type PairedSpread } from './statistics.ts';
import { centralQuantile } from './studentT.ts';

/**
 * Of one quantity of one comparison. Fields beyond the spread are computed when they are first read, since a page that
 * draws a run in progress reads none: the bootstrap takes milliseconds. Null where a difference is not finite or seeds are too few.
 */
export interface PairedStatistics extends PairedSpread {
  /** 95 % interval of the mean by the BCa bootstrap. */
  readonly bootstrap95: Interval | null;
  /** Two-sided p of the exact sign test; ties are dropped. */
  readonly signP: number | null;
  /** Two-sided p of Wilcoxon's exact signed-rank test; ties are dropped. */
  readonly wilcoxonP: number | null;
  /** `wilcoxonP` by Holm's correction over the comparisons of this quantity. */
  readonly holmP: number | null;
  /** The smallest true mean difference that so many seeds, spread as these are, show with 80 % power at 5 %. */
  readonly detectable: number | null;
}

/** The value, computed once, when it is first asked for. */
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | null = null;
  return () => (known ??= { value: compute() }).value;
}

/**
 * Of one quantity, the differences of several comparisons, one list of at least one for each: statistics in the same
 * order. Holm's correction is over these comparisons. Differences of at most `tie` are none. Throws where a list is empty.
 */
export function pairedStatisticsOf(comparisons: readonly (readonly number[])[], tie = TIE): PairedStatistics[] {
  const wilcoxon = comparisons.map((differences) => once(() => (differences.every(Number.isFinite) ? wilcoxonTest(differences, tie) : null)));
  const adjusted = once(() => holmOfKnown(wilcoxon.map((p) => p())));
  return comparisons.map((differences, index) => {
    const spread = pairedSpreadOf(differences, tie);
    const finite = differences.every(Number.isFinite);
    const bootstrap95 = once(() => bootstrapInterval(differences));
    const signP = once(() => (finite ? signTest(spread.wins, spread.n - spread.wins - spread.ties) : null));
    const detectable = once(() => (finite ? detectableBy(differences) : null));
    return {
      ...spread,
      get bootstrap95() { return bootstrap95(); },
      get signP() { return signP(); },
      get wilcoxonP() { return wilcoxon[index](); },
      get holmP() { return adjusted()[index]; },
      get detectable() { return detectable(); },
    };
  });
}

/** A comparison without a p is none of the family. */
function holmOfKnown(values: readonly (number | null)[]): (number | null)[] {
  const adjusted = holm(values.filter((value) => value !== null)).values();
  return values.map((value) => (value === null ? null : adjusted.next().value ?? null));
}

/** (t.975 + t.80) sd / sqrt n, n - 1 degrees of freedom; null with one difference. */
function detectableBy(differences: readonly number[]): number | null {
  const freedom = differences.length - 1;
  if (freedom < 1) return null;
  // 97.5 % lie below the t that 95 % lie within, and 80 % below that of 60 %.
  const width = centralQuantile(0.95, freedom) + centralQuantile(0.6, freedom);
  return (width * sampleStandardDeviation([...differences])) / Math.sqrt(differences.length);
}
