/** What a comparison of whole runs found: the shape of `--compare --json` and of compare.json. */
import type { ArmName } from '../../config/names.ts';
import type { BackendName, EngineName } from '../../engine/engine.ts';
import type { Machine } from '../machine.ts';
import type { Spread } from '../statistics.ts';

/** An engine and how many workers it may use; null: one for each core. */
export interface Entrant {
  readonly engine: EngineName;
  readonly workers: number | null;
}

export interface Timing extends Entrant {
  readonly backend: BackendName;
  /** Of whole runs: start-up, evaluations and all. */
  readonly seconds: Spread;
  readonly runs: number;
  /** Median over the rounds of the first entrant's seconds over this one's in the same round. */
  readonly timesFirst: number;
}

/** Figures of a result's table by which runs are held against each other. */
export const FIGURES = ['startGold', 'peakGold', 'finalGold', 'finalKl'] as const;
export type Figure = (typeof FIGURES)[number];

/** One figure of one arm on another engine than the first: means over seeds, and this minus the first, paired by seed. */
export interface Agreement extends Entrant {
  readonly arm: ArmName;
  readonly figure: Figure;
  readonly first: number;
  readonly own: number;
  readonly difference: number;
  /** Half width of the difference's 95 % interval; null with one seed. */
  readonly ci95: number | null;
  /** Whether zero lies within it. With one seed: whether there is no difference at all. */
  readonly agrees: boolean;
}

export interface WholeResult {
  readonly machine: Machine;
  readonly preset: string;
  readonly arms: readonly ArmName[];
  readonly seeds: readonly number[];
  readonly steps: number;
  /** In the order in which they took turns; the first is what the others are held against. */
  readonly timings: readonly Timing[];
  /** Of the last round. */
  readonly agreements: readonly Agreement[];
}
