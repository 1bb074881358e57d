/** Material for tests: results of lanes with given gold, summarised as a run does it. */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import { defaultConfig } from '../settings/schema.ts';
import type { RunResult } from '../experiment/result.ts';
import { seriesOf, type LaneSeries } from '../experiment/series.ts';
import { summarise } from '../experiment/summary.ts';
import { evaluation, training } from '../experiment/testing.ts';
import { type ExportedResult, withProvenance } from './provenance.ts';

/** Evaluated every `every` steps; KL is a quarter of the step, proxy half of gold; `bought` labels between evaluations, on top of 75. */
export function lane(arm: ArmName, seed: number, golds: readonly number[], every = 10, bought = 0): LaneSeries {
  const evaluations = golds.map((gold, index) => (
    evaluation(every * index, { gold, proxy: gold / 2, goldQueries: 75 + bought * index, ownProxy: 0.1, kl: (every * index) / 4, onPolicyAccuracy: null })));
  return seriesOf(arm, seed, evaluations, [training(1, { gradientNorm: 1e-7 })]);
}

/** Of a finished run of these lanes. */
export function resultOf(lanes: readonly LaneSeries[], config: Partial<Config> = {}): RunResult {
  const whole: Config = {
    ...defaultConfig, arms: [...new Set(lanes.map(({ arm }) => arm))], seeds: [...new Set(lanes.map(({ seed }) => seed))], ...config,
  };
  return {
    schemaVersion: 1, complete: true, status: 'finished', step: whole.steps, config: whole, backend: 'wasm', engine: 'ops', seconds: 12.34, changes: [],
    ...summarise(lanes),
  };
}

export function exported(result: RunResult, preset: string | null = null): ExportedResult {
  return withProvenance(result, { date: '2026-11-25T17:43:24.000Z', preset, browser: 'chromium 156', device: '2 cores' });
}
