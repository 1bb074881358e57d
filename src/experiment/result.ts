/** The result of a run, as the command line writes it. */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { BackendName, EngineName } from '../engine/engine.ts';
import type { PairedStatistics } from '../rlhf/pairedStatistics.ts';
import type { PairedSpread, Spread } from '../rlhf/statistics.ts';
import type { Divergence } from './divergence.ts';
import type { EvaluationMetrics, TrainingMetrics } from './metrics.ts';
import type { Columns } from './series.ts';

export type { Columns, PairedSpread, PairedStatistics, Spread };

export const RESULT_SCHEMA_VERSION = 1;

export interface SeedResult {
  readonly seed: number;
  /** One entry per evaluation. */
  readonly series: Columns<EvaluationMetrics>;
  /** One entry per RL step. */
  readonly training: Columns<TrainingMetrics>;
  /** Why the lane stopped before the run did: it is in no mean and no pair. Null where it did not, as in results of older versions. */
  readonly diverged?: Divergence | null;
  /** Of the first evaluation. Start, peak and end are those of the smoothed curve: see rlhf/curves.ts. */
  readonly startGold: number;
  /** The highest mean of three successive evaluations, or the start where none is higher. */
  readonly peakGold: number;
  readonly peakStep: number;
  /** Mean of the last three evaluations after the start. */
  readonly finalGold: number;
  readonly finalKl: number;
  /** Of the line through the evaluations over steps, divided by the steps: its mean height, in gold's unit. */
  readonly areaUnderGold: number;
  /** Evaluations after the start. */
  readonly evaluations: number;
  /** Steps of the first and the last evaluation that the end is the mean of. */
  readonly finalSpan: readonly [first: number, last: number];
  /**
   * Whether these evaluations are too few for a peak and an end: fewer than three after the start, or the end's are spread
   * over more than a quarter of the steps made.
   */
  readonly few: boolean;
  /** Share of pairs ordered as gold does: held-out SFT pairs before and after RL, and the final policy's own. */
  readonly rewardAccuracy: { readonly before: number; readonly after: number; readonly onPolicy: number | null };
  /** Pairs that gold labelled for this lane, through the counted door. */
  readonly goldQueries: number;
}

/** Where gold ends against the seed's own start. */
export type Fate = 'below' | 'at' | 'above';

export interface ArmResult {
  readonly name: ArmName;
  readonly seeds: readonly SeedResult[];
  readonly summary: {
    readonly startGold: Spread; readonly peakGold: Spread; readonly peakStep: Spread; readonly finalGold: Spread; readonly finalKl: Spread;
    readonly areaUnderGold: Spread;
  };
  /** Of the seeds that have an end: how many end below their start, and their share; null where none has. */
  readonly endBelowStart: { readonly seeds: number; readonly of: number; readonly share: number | null };
}

/**
 * Differences of an arm and another, paired by seed. Each quantity's Holm correction is over all pairs of the result. In a
 * finished run all lanes have made the same steps, so that peak, end and area compare at equal steps.
 */
export interface PairedResult {
  readonly arm: ArmName;
  readonly versus: ArmName;
  readonly peakGold: PairedStatistics;
  readonly finalGold: PairedStatistics;
  /** Mean difference of gold over the range of KL that both lanes of a seed reached; null where no two share any. */
  readonly goldAtEqualKl: PairedStatistics | null;
  /** The difference where that range ends: the greatest KL that both reached. */
  readonly goldAtEqualKlEnd: PairedStatistics | null;
  readonly areaUnderGold: PairedStatistics;
}

/** What of two arms is compared. */
export type Quantity = Exclude<keyof PairedResult, 'arm' | 'versus'>;

/** How far a run has come whose result this is. */
export type ResultStatus = 'finished' | 'running' | 'paused' | 'cancelled' | 'failed';

export interface RunResult {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  /** Whether the run is finished; a result of one that is not holds what was computed so far. */
  readonly complete: boolean;
  readonly status: ResultStatus;
  /** RL steps that every lane has made. */
  readonly step: number;
  /** As the run was started. */
  readonly config: Config;
  readonly backend: BackendName;
  readonly engine: EngineName;
  /** Wall-clock seconds of the whole run, start-up included. */
  readonly seconds: number;
  /** Changes of fields made while the run went on. */
  readonly changes: readonly { readonly step: number; readonly field: string; readonly from: unknown; readonly to: unknown }[];
  readonly arms: readonly ArmResult[];
  /** Every arm against the first one listed. */
  readonly paired: readonly PairedResult[];
}
