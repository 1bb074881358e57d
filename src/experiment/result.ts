/** The result of a run, as the command line writes it. */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import type { BackendName, EngineName } from '../engine/engine.ts';
import type { PairedSpread, Spread } from '../rlhf/statistics.ts';
import type { EvaluationMetrics, TrainingMetrics } from './metrics.ts';
import type { Columns } from './series.ts';

export type { Columns, PairedSpread, Spread };

export const RESULT_SCHEMA_VERSION = 1;

export interface SeedResult {
  readonly seed: number;
  /** One entry per evaluation. */
  readonly series: Columns<EvaluationMetrics>;
  /** One entry per RL step. */
  readonly training: Columns<TrainingMetrics>;
  readonly startGold: number;
  /** Maximum of the three-point moving average. */
  readonly peakGold: number;
  readonly peakStep: number;
  /** Mean of the last three evaluations. */
  readonly finalGold: number;
  readonly finalKl: number;
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

export interface ArmResult {
  readonly name: ArmName;
  readonly seeds: readonly SeedResult[];
  readonly summary: { readonly startGold: Spread; readonly peakGold: Spread; readonly finalGold: Spread; readonly finalKl: Spread };
}

export interface PairedResult {
  readonly arm: ArmName;
  readonly versus: ArmName;
  readonly peakGold: PairedSpread;
  readonly finalGold: PairedSpread;
  /** Mean difference of gold over the range of KL that both lanes of a seed reached; null where no two share any. */
  readonly goldAtEqualKl: PairedSpread | null;
}

export interface RunResult {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
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
