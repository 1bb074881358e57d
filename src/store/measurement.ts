/** What the page makes of a measured speed: a forecast of the run on the page, and seeds that fit. */
import type { Config } from '../config/fields.ts';
import { defaultConfig } from '../settings/schema.ts';
import { transformerLayout } from '../engine/layout.ts';
import { dealTraining } from '../experiment/deal.ts';
import { fittingSeeds, predictedSeconds, sameWork, type Measured } from '../experiment/forecast.ts';
import { formatValue } from '../settings/values.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import type { EngineChoice } from '../protocol/messages.ts';

export interface Measurement extends Measured {
  readonly config: Config;
  readonly backend: EngineChoice['backend'];
}

interface Asked {
  readonly config: Config;
  readonly backend: EngineChoice['backend'];
}

function holds(measurement: Measurement | null, { config, backend }: Asked): measurement is Measurement {
  return measurement !== null && measurement.backend === backend && sameWork(measurement.config, config);
}

export interface Forecast {
  /** Of the whole run. */
  readonly seconds: number;
  /** Milliseconds of an RL step of all arms, for one seed where a seed's time does not depend on the others, else for all seeds. */
  readonly stepTime: number;
  readonly each: 'seed' | 'step';
  readonly workers: number;
}

/** A fixed part of a step below this share of it is nothing to speak of. */
const NEGLIGIBLE = 0.05;

/** Null where nothing was measured that holds for the configuration. */
export function forecast(measurement: Measurement | null, asked: Asked): Forecast | null {
  if (!holds(measurement, asked)) return null;
  const { workers, speed: { rlStep: { fixed, perSeed } } } = measurement;
  const each = fixed <= NEGLIGIBLE * perSeed ? 'seed' : 'step';
  return {
    seconds: predictedSeconds(asked.config, measurement), workers, each,
    stepTime: each === 'seed' ? perSeed : fixed + perSeed * asked.config.seeds.length,
  };
}

/** The seeds that fit, as text; null where nothing was measured that holds for the configuration. */
export function fittingText(measurement: Measurement | null, asked: Asked): string | null {
  return holds(measurement, asked) ? formatValue('seeds', fittingSeeds(asked.config, measurement)) : null;
}

/** What a run does before its RL: starting weights that it has to train first. */
export interface SupervisedCost {
  /** The seeds that have none. */
  readonly seeds: readonly number[];
  readonly seconds: number;
  /** Whether `seconds` comes of a measurement on this machine, or is what a slow one would take. */
  readonly measured: boolean;
}

/** Seconds of both supervised stages of one seed of the default by one worker, on wasm on two processor cores that had other work as well. */
const SLOW_SECONDS = 57;
const SLOW_WORKERS = 2;

/** Null where the `ready` seeds (null: not known) include all of the configuration's. */
export function supervisedCost(measurement: Measurement | null, asked: Asked, ready: readonly number[] | null): SupervisedCost | null {
  const { config } = asked;
  if (ready === null) return null;
  const seeds = config.seeds.filter((seed) => !ready.includes(seed));
  if (seeds.length === 0) return null;
  if (!holds(measurement, asked)) {
    const slowest = Math.max(...dealTraining(seeds, SLOW_WORKERS).map(({ sft, trunk }) => supervisedWork(config, sft.length, trunk.length)));
    return { seeds, seconds: (SLOW_SECONDS * slowest) / supervisedWork(defaultConfig, 1, 1), measured: false };
  }
  const secondsWith = (shipped: readonly number[]) => predictedSeconds(config, { ...measurement, shipped });
  return { seeds, seconds: secondsWith(ready) - secondsWith(config.seeds), measured: true };
}

/** Proportional to the multiplications of training so many policies and trunks. */
function supervisedWork(config: Config, policies: number, trunks: number): number {
  const sizes = [policyShape(config), trunkShape(config)].map((shape) => transformerLayout(shape).size);
  return config.supervisedBatch * (policies * sizes[0] * config.sftSteps + trunks * sizes[1] * config.trunkSteps);
}
