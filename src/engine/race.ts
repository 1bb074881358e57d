/** Which of two engines is the faster one here, by measurement: no rule knows all graphics processors and browsers. */
import type { AdapterNames } from './adapter.ts';

/**
 * Milliseconds of an RL step of the default run, Infinity where it was not made in reasonable time; or why it was not to be
 * had: a clause that can follow "since".
 */
export type Timed = number | string;

export interface Race {
  readonly gpu: Timed;
  readonly processor: Timed;
}

/** Times a few real steps of both, or remembers that. `gpu`: what the browser tells of it. Never throws; null where it was called off. */
export type RunRace = (gpu: AdapterNames) => Promise<Race | null>;

export const milliseconds = (value: number): string => (value < 10 ? value.toFixed(1) : value.toFixed(0));

/** What speaks against the graphics processor; null where nothing does. */
export function slowerGpu({ gpu, processor }: Race): string | null {
  if (typeof gpu === 'string') return gpu;
  if (gpu === Infinity) {
    const other = typeof processor === 'string' || processor === Infinity ? '' : `, and the processor takes ${milliseconds(processor)} ms`;
    return `WebGPU did not come to a step of the default run in reasonable time here${other}`;
  }
  if (typeof processor === 'string' || gpu <= processor) return null;
  return `WebGPU takes ${milliseconds(gpu)} ms a step of the default run here, the processor ${milliseconds(processor)} ms`;
}

/** How far the graphics processor is ahead, in words to follow "here"; nothing where that is not known. */
export function leadOfGpu(race: Race | null): string {
  if (!race || typeof race.gpu === 'string' || typeof race.processor === 'string' || race.processor === Infinity) return '';
  return `: ${milliseconds(race.gpu)} ms a step of the default run, the processor ${milliseconds(race.processor)} ms`;
}
