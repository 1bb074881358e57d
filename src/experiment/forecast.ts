/** How long a run will take, from what its pieces were measured to take here; and how many seeds fit a given time. */
import { fields, type Config, type FieldKey } from '../config/fields.ts';
import { differingFields } from '../settings/link.ts';
import { dealLanes, dealTraining } from './deal.ts';
import { startFields } from './starts.ts';

/** Milliseconds of a piece of work on n seeds at once: fixed + n perSeed. */
export interface Cost {
  readonly fixed: number;
  readonly perSeed: number;
}

/** The pieces of a run. `preferences` goes from sampled pairs to fitted heads; `rlStep` and `evaluation` are of all arms. */
const PIECES = ['sftStep', 'trunkStep', 'preferences', 'rlStep', 'evaluation'] as const;
export type Piece = (typeof PIECES)[number];
export type Speed = Readonly<Record<Piece, Cost>>;

export interface Measured {
  /** Of one worker, while all of them work. */
  readonly speed: Speed;
  /** Workers that a run is spread over, at most one for each lane. */
  readonly workers: number;
  /** Seeds whose supervised stages are skipped. */
  readonly shipped: readonly number[];
}

/** Fields that change what a piece takes or which seeds are shipped. How many pieces there are is for the forecast to count. */
const MEASURED_FIELDS: ReadonlySet<FieldKey> = new Set<FieldKey>([
  ...startFields, 'arms', 'advantage', 'epochs', 'promptsPerStep', 'groupSize', 'evaluationSamples', 'attentionWidth', 'labels', 'headSteps',
]);

/** Whether what was measured for one configuration holds for the other. */
export function sameWork(a: Config, b: Config): boolean {
  return !differingFields(a, b).some((key) => MEASURED_FIELDS.has(key));
}

/** Time of a piece on one seed and on `many` seeds, in milliseconds, as a line through both. */
export function costThrough(one: number, several: { readonly seeds: number; readonly time: number } | null): Cost {
  if (!several) return { fixed: 0, perSeed: one };
  const perSeed = Math.max(0, (several.time - one) / (several.seeds - 1));
  return { fixed: Math.max(0, one - perSeed), perSeed };
}

export function ofEachPiece<T>(value: (piece: Piece) => T): Record<Piece, T> {
  return Object.fromEntries(PIECES.map((piece) => [piece, value(piece)])) as Record<Piece, T>;
}

/** Piece by piece the slowest, since a run waits for its slowest worker. */
export function slowest(speeds: readonly Speed[]): Speed {
  const worst = (piece: Piece, part: keyof Cost) => Math.max(...speeds.map((speed) => speed[piece][part]));
  return ofEachPiece((piece) => ({ fixed: worst(piece, 'fixed'), perSeed: worst(piece, 'perSeed') }));
}

/** Seconds of the whole run once its engine has started. */
export function predictedSeconds(config: Config, { speed, workers, shipped }: Measured): number {
  const evaluations = 1 + Math.ceil(config.steps / config.evaluateEvery);
  const time = (piece: Piece, count: number, seeds: number) => (seeds > 0 ? count * (speed[piece].fixed + seeds * speed[piece].perSeed) : 0);
  const shares = dealLanes(config, workers);
  const training = dealTraining(config.seeds.filter((seed) => !shipped.includes(seed)), shares.length)
    .map(({ sft, trunk }) => time('sftStep', config.sftSteps, sft.length) + time('trunkStep', config.trunkSteps, trunk.length));
  const preferences = shares.map(({ owned }) => time('preferences', 1, owned.length));
  const reinforcement = shares.map(({ lanes }) => {
    // A step of a seed was measured with all arms, each of which is taken to need as long as any other.
    const seeds = lanes.length / config.arms.length;
    return time('rlStep', config.steps, seeds) + time('evaluation', evaluations, seeds);
  });
  // Each part waits for the one before it to be done everywhere.
  return [training, preferences, reinforcement].reduce((sum, part) => sum + Math.max(...part), 0) / 1000;
}

/** Milliseconds of one RL step of all lanes. */
export function stepMilliseconds(config: Config, { speed: { rlStep }, workers }: Pick<Measured, 'speed' | 'workers'>): number {
  return Math.max(...dealLanes(config, workers).map(({ lanes }) => rlStep.fixed + rlStep.perSeed * (lanes.length / config.arms.length)));
}

/** Fewer seeds give no pair to compare; more add little to a first look. */
const FEWEST_SEEDS = 2;
const MOST_SEEDS = 12;
/** Seconds that a run may take. */
const PATIENCE = 60;

/** The most seeds, counted up from the default's first, whose whole run is predicted to take at most a minute; never fewer than two. */
export function fittingSeeds(config: Config, measured: Measured): readonly number[] {
  const first = fields.seeds.default[0];
  const seeds = (count: number) => Array.from({ length: count }, (_, index) => first + index);
  let count = MOST_SEEDS;
  while (count > FEWEST_SEEDS && predictedSeconds({ ...config, seeds: seeds(count) }, measured) > PATIENCE) count--;
  return seeds(count);
}
