/**
 * Chooses as many seeds as the machine can train in a minute. Only where it is asked for: measuring takes all of the
 * machine for some seconds, and in a room where everybody opens the same link everybody is to see the same seeds.
 */
import { useLab } from './lab.ts';
import { fittingText } from './measurement.ts';
import { measure } from './session.ts';

/** Measures, and sets the seeds to as many as fit. */
export async function fitSeeds(): Promise<void> {
  try {
    const measurement = await measure();
    const { draft: { config }, backend, edit } = useLab.getState();
    const seeds = fittingText(measurement, { config, backend });
    if (seeds !== null) edit('seeds', seeds);
  } catch (error) {
    useLab.getState().notify('The speed could not be measured.', [error instanceof Error ? error.message : String(error)]);
  }
}
