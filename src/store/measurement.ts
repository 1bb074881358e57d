/** What the page makes of a measured speed: a forecast of the run on the page, and seeds that fit. */
import type { Config } from '../config/fields.ts';
import { fittingSeeds, predictedSeconds, sameWork, type Measured } from '../experiment/forecast.ts';
import { formatValue } from '../config/values.ts';
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
