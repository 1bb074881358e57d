/** From nothing to what lanes begin with: supervised stages, labels and scoring heads, each made once per seed. */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { joined } from '../engine/lanes.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import { standardiseHead } from '../rlhf/bradleyTerry.ts';
import { fitHeads } from '../rlhf/heads.ts';
import type { Control } from './control.ts';
import { dealLanes, dealTraining, seedsOf, type Share, type TrainingShare } from './deal.ts';
import type { RunEvent } from './events.ts';
import { Pool, type Basis } from './pool.ts';
import { labelPairs, samplePairs } from './preferences.ts';
import type { Start } from './starts.ts';
import { trainSupervised } from './supervised.ts';

/** What of a run is done here, and how it meets what is done elsewhere. */
export interface Part {
  readonly share: Share;
  readonly pool: Pool;
  /** Tells which owned seeds have no starting weights; brings the models that are to be trained here, of whatever seeds. */
  readonly assign: (missing: readonly number[]) => Promise<TrainingShare>;
}

/** All of a run. */
export function wholeRun(config: Config): Part {
  return { share: dealLanes(config, 1)[0], pool: new Pool(), assign: async (missing) => dealTraining(missing, 1)[0] };
}

export interface Preparation {
  readonly config: Config;
  readonly engine: Engine;
  readonly control: Control;
  readonly emit: (event: RunEvent) => void;
  /** Supervised results that need not be made again, by seed. */
  readonly starts: ReadonlyMap<number, Start>;
  /** Whether `learning` is told, which costs a little of the supervised stages' time. */
  readonly watch?: boolean;
  /** Takes the supervised results of owned seeds that had to be made, by seed. */
  readonly onStarts?: (made: ReadonlyMap<number, Start>) => void;
}

/** What the lanes of the part begin with, by seed. Throws `Cancelled` where it is cancelled; leaves nothing on the device either way. */
export async function prepare(preparation: Preparation, { share: { lanes, owned }, pool, assign }: Part): Promise<ReadonlyMap<number, Basis>> {
  const { control, starts, onStarts } = preparation;
  const missing = owned.filter((seed) => !starts.has(seed));
  await trainModels(preparation, await control.waitFor(assign(missing)), pool);
  const made = new Map<number, Start>();
  for (const seed of missing) {
    made.set(seed, { policy: await control.waitFor(pool.model('sft', seed)), trunk: await control.waitFor(pool.model('trunk', seed)) });
  }
  if (made.size > 0) onStarts?.(made);
  if (owned.length > 0) {
    const bases = await prefer(preparation, owned, owned.map((seed) => made.get(seed) ?? starts.get(seed)!));
    owned.forEach((seed, lane) => pool.add({ type: 'prepared', seed, basis: bases[lane] }));
  }
  const bases = new Map<number, Basis>();
  for (const seed of seedsOf(lanes)) bases.set(seed, await control.waitFor(pool.basis(seed)));
  return bases;
}

async function trainModels({ config, engine, control, emit, watch }: Preparation, training: TrainingShare, pool: Pool): Promise<void> {
  for (const stage of ['sft', 'trunk'] as const) {
    const seeds = training[stage];
    if (seeds.length === 0) continue;
    const trained = await trainSupervised(stage, config, seeds, engine, control,
      (done, total) => emit({ type: 'stage', stage, done, total }), watch && seeds[0] === training.watched ? emit : null);
    seeds.forEach((seed, lane) => pool.add({ type: 'trained', stage, seed, parameters: trained[lane] }));
  }
}

/** Has pairs of each seed's samples labelled, and fits its head to them. */
async function prefer({ config, engine, control, emit }: Preparation, seeds: readonly number[], starts: readonly Start[]): Promise<Basis[]> {
  const reference = engine.createTransformer(policyShape(config), joined(starts.map(({ policy }) => policy)));
  const trunk = engine.createTransformer(trunkShape(config), joined(starts.map((start) => start.trunk)));
  try {
    emit({ type: 'stage', stage: 'labels', done: 0, total: seeds.length });
    await control.breathe();
    const samples = await samplePairs(config, seeds, engine, reference, trunk);
    const labelled = seeds.map((seed, lane) => labelPairs(config, seed, samples[lane]));
    emit({ type: 'stage', stage: 'labels', done: seeds.length, total: seeds.length });
    const heads = await fitHeads(config, seeds, labelled.map(({ differences }) => differences), engine, () => control.breathe(),
      (done, total) => emit({ type: 'stage', stage: 'head', done, total }));
    return labelled.map(({ goldQueries, pairs, heldOut }, lane) => ({
      start: starts[lane],
      preferences: { goldQueries, pairs, heldOut, head: standardiseHead(heads[lane], heldOut.states, config.trunkWidth) },
    }));
  } finally {
    engine.free(reference, trunk);
  }
}
