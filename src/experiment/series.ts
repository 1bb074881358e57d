/**
 * What a lane has told so far: one array per metric, to which each report appends. Series are only ever appended to, so
 * that whoever reads them keeps what was read, and a long run costs no more per report than a short one.
 */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { Divergence } from './divergence.ts';
import type { Lane } from './events.ts';
import { evaluationKeys, trainingKeysOf, type EvaluationMetrics, type TrainingMetrics } from './metrics.ts';

/** Columns: one array per metric, all of one length. */
export type Columns<T> = { readonly [K in keyof T]: T[K][] };

/** One lane's series, in order of time. */
export interface LaneSeries extends Lane {
  readonly evaluations: Columns<EvaluationMetrics>;
  readonly training: Columns<TrainingMetrics>;
  /** Why it stopped before the run did; null of a lane that goes on, or came to the end. */
  diverged: Divergence | null;
}

function noRows<T>(keys: readonly (keyof T)[]): Columns<T> {
  return Object.fromEntries(keys.map((key) => [key, []])) as unknown as Columns<T>;
}

/** A lane that has told nothing: every column is there, and empty. */
export function emptySeries(arm: ArmName, seed: number): LaneSeries {
  return { arm, seed, evaluations: noRows(evaluationKeys), training: noRows(trainingKeysOf(arm)), diverged: null };
}

/** A column that the row lacks gets null. */
function append(columns: object, row: object): void {
  const values = row as Readonly<Record<string, number | null | undefined>>;
  for (const [key, column] of Object.entries(columns as Readonly<Record<string, (number | null)[]>>)) column.push(values[key] ?? null);
}

export function appendEvaluation({ evaluations }: LaneSeries, row: EvaluationMetrics): void {
  append(evaluations, row);
}

export function appendTraining({ training }: LaneSeries, row: TrainingMetrics): void {
  append(training, row);
}

/** A lane of the given rows. */
export function seriesOf(arm: ArmName, seed: number, evaluations: readonly EvaluationMetrics[], training: readonly TrainingMetrics[]): LaneSeries {
  const series = emptySeries(arm, seed);
  for (const row of evaluations) appendEvaluation(series, row);
  for (const row of training) appendTraining(series, row);
  return series;
}

/** The lanes of a run, in the order of arms, then seeds. */
export function lanesOf({ arms, seeds }: Pick<Config, 'arms' | 'seeds'>): Lane[] {
  return arms.flatMap((arm) => seeds.map((seed) => ({ arm, seed })));
}

/** Lanes' series by name, in the order in which the lanes were given. */
export class LaneTable {
  readonly #lanes: ReadonlyMap<string, LaneSeries>;

  /** `told`: what some of them have told before. */
  constructor(lanes: readonly Lane[], told: readonly LaneSeries[] = []) {
    const before = new Map(told.map((series) => [`${series.arm} ${series.seed}`, series]));
    this.#lanes = new Map(lanes.map(({ arm, seed }) => [`${arm} ${seed}`, before.get(`${arm} ${seed}`) ?? emptySeries(arm, seed)]));
  }

  /** Throws a RangeError where the run has no such lane. */
  at({ arm, seed }: Lane): LaneSeries {
    const lane = this.#lanes.get(`${arm} ${seed}`);
    if (!lane) throw new RangeError(`the run has no lane of ${arm} with seed ${seed}`);
    return lane;
  }

  get all(): LaneSeries[] {
    return [...this.#lanes.values()];
  }
}
