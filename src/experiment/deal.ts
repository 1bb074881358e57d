/**
 * What of a run each of its workers does.
 *
 * Lanes: they stand seed by seed, the arms of a seed side by side, and are cut into as many pieces as there are workers,
 * at most one for each lane. Pieces differ by one lane at most; where a cut may fall on either of two places, it falls
 * between two seeds if it can, since lanes of a seed share its frozen models on the device.
 *
 * What is made once per seed: the worker of a seed's first lane owns the seed. It finds or collects the starting weights,
 * has the pairs labelled and fits the head, for the seed's lanes elsewhere as well. Models that have to be trained are
 * dealt to all workers, one by one, whoever owns their seeds.
 */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { Lane } from './events.ts';
import type { SupervisedStage } from './supervised.ts';

/** One worker's part of a run. */
export interface Share {
  readonly lanes: readonly Lane[];
  readonly owned: readonly number[];
  /** Owned seeds that have lanes elsewhere, too. */
  readonly lent: readonly number[];
}

/** The models that one worker trains. */
export interface TrainingShare extends Readonly<Record<SupervisedStage, readonly number[]>> {
  /** The seed whose training is told of while it goes on; null where none is trained. */
  readonly watched: number | null;
}

/** The shares of at most `most` workers; one, at least. */
export function dealLanes({ arms, seeds }: Pick<Config, 'arms' | 'seeds'>, most: number): Share[] {
  const lanes = seeds.flatMap((seed) => arms.map((arm): Lane => ({ arm, seed })));
  const workers = Math.max(1, Math.min(most, lanes.length));
  const pieces: Lane[][] = [];
  let from = 0;
  let longer = lanes.length % workers;
  for (let left = workers; left > 0; left--) {
    const least = Math.floor(lanes.length / workers);
    const lengths = [...(longer > 0 ? [least + 1] : []), ...(longer < left ? [least] : [])];
    const length = lengths.find((count) => (from + count) % arms.length === 0) ?? lengths[0];
    if (length > least) longer--;
    pieces.push(lanes.slice(from, from += length));
  }
  const ownerOf = (seed: number) => pieces.find((piece) => piece.some((lane) => lane.seed === seed));
  return pieces.map((piece) => {
    const owned = seedsOf(piece).filter((seed) => ownerOf(seed) === piece);
    return { lanes: piece, owned, lent: owned.filter((seed) => piece.filter((lane) => lane.seed === seed).length < arms.length) };
  });
}

/** Who trains the models of the seeds that have no starting weights, the slower stage first. */
export function dealTraining(missing: readonly number[], workers: number): TrainingShare[] {
  const models = (['sft', 'trunk'] as const).flatMap((stage) => missing.map((seed) => ({ stage, seed })));
  return Array.from({ length: workers }, (_, worker) => {
    const own = models.filter((_model, place) => place % workers === worker);
    const seeds = (wanted: SupervisedStage) => own.filter(({ stage }) => stage === wanted).map(({ seed }) => seed);
    return { sft: seeds('sft'), trunk: seeds('trunk'), watched: missing[0] ?? null };
  });
}

/** Each seed once. */
export function seedsOf(lanes: readonly Lane[]): number[] {
  return [...new Set(lanes.map(({ seed }) => seed))];
}

/** Lanes as blocks of arms that have the same seeds, to be computed on the same frozen models. */
export function blocksOf(lanes: readonly Lane[]): { arms: ArmName[]; readonly seeds: readonly number[] }[] {
  const blocks = new Map<string, { arms: ArmName[]; readonly seeds: readonly number[] }>();
  for (const arm of new Set(lanes.map((lane) => lane.arm))) {
    const seeds = lanes.filter((lane) => lane.arm === arm).map(({ seed }) => seed);
    const block = blocks.get(seeds.join());
    if (block) block.arms.push(arm);
    else blocks.set(seeds.join(), { arms: [arm], seeds });
  }
  return [...blocks.values()];
}
