/** The seeds of each worker that a run is spread over: dealt out in turn, at most `most` workers, none idle. */
export function dealSeeds(seeds: readonly number[], most: number): number[][] {
  const workers = Math.max(1, Math.min(most, seeds.length));
  return Array.from({ length: workers }, (_, index) => seeds.filter((_seed, position) => position % workers === index));
}
