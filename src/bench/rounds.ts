/** Taking turns: A B C A B C ..., so that what slows the machine for a while slows all. */

export interface Sample {
  readonly ms: number;
  readonly jsMs: number;
  readonly dispatches: number;
}

export interface Limits {
  /** Seconds that one contender's samples may take together, beyond which it gets only the least number. */
  readonly seconds: number;
  readonly leastSamples: number;
  readonly mostSamples: number;
  /**
   * Seconds. A contender whose single sample takes longer is not held to the least number, and one of which that is
   * foreseen is left out.
   */
  readonly patience: number;
}

/** A first sample that takes less than this share of the time is thrown away, as a warm-up. */
const WARM_UP_SHARE = 0.1;

/** Whether a contender with these samples gets another. */
export function goesOn(samples: readonly Sample[], { seconds, leastSamples, mostSamples, patience }: Limits): boolean {
  const spent = samples.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  if (samples.length === 0) return true;
  if (samples.length >= mostSamples) return false;
  return spent < seconds || (samples.length < leastSamples && spent / samples.length <= patience);
}

/** Times the contenders in turn until none goes on. */
export async function takeTurns<T>(contenders: readonly T[], sample: (contender: T) => Promise<Sample>, limits: Limits): Promise<Map<T, Sample[]>> {
  const samples = new Map(contenders.map((contender) => [contender, [] as Sample[]]));
  const round = async (): Promise<boolean> => {
    const going = [...samples].filter(([, taken]) => goesOn(taken, limits));
    for (const [contender, taken] of going) taken.push(await sample(contender));
    return going.length > 0;
  };
  await round();
  for (const taken of samples.values()) {
    if (taken[0].ms < WARM_UP_SHARE * limits.seconds * 1000) taken.length = 0;
  }
  while (await round());
  return samples;
}
