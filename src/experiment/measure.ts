/**
 * Measures what the pieces of a run take on an engine, by timing a shortened run. Training has hardly begun in it, but
 * the work is the same whatever the weights: shapes are fixed.
 */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import type { Control } from './control.ts';
import type { RunEvent } from './events.ts';
import { costThrough, ofEachPiece, type Piece, type Speed } from './forecast.ts';
import { Run } from './run.ts';
import { trainSupervised } from './supervised.ts';

/** A device that queues work is timed over more steps, so that the queue fills. */
const TIMED_STEPS = { direct: 2, queued: 8 };
const SUPERVISED_STEPS = 5;
/** An engine's first steps take several times as long as the rest. */
const SUPERVISED_WARM_UP = 3;
/** Seeds of the second run on a device that queues work, where many seeds cost little more than one. */
const SEVERAL = 8;

/** Throws `Cancelled` where it is cancelled; leaves nothing on the device either way. `now`: milliseconds. */
export async function measureSpeed(config: Config, engine: Engine, control: Control, now: () => number): Promise<Speed> {
  const times = (seeds: number) => timePieces(config, seeds, engine, control, now);
  const one = await times(1);
  const several = engine.queues ? await times(SEVERAL) : null;
  return ofEachPiece((piece) => costThrough(one[piece], several && { seeds: SEVERAL, time: several[piece] }));
}

/** Milliseconds of each piece. The first supervised and RL steps and the first evaluation are a warm-up. */
async function timePieces(config: Config, seeds: number, engine: Engine, control: Control, now: () => number): Promise<Record<Piece, number>> {
  const timed = engine.queues ? TIMED_STEPS.queued : TIMED_STEPS.direct;
  const steps = 1 + timed;
  /** When an event was told last, by what it tells of. */
  const at = new Map<string, number>();
  const shortened = (supervised: number): Config => ({
    ...config, steps, evaluateEvery: steps, sftSteps: supervised, trunkSteps: supervised,
    seeds: Array.from({ length: seeds }, (_, index) => index),
  });
  const warmUp = shortened(SUPERVISED_WARM_UP);
  for (const stage of ['sft', 'trunk'] as const) await trainSupervised(stage, warmUp, warmUp.seeds, engine, control, () => undefined);
  await new Run({
    config: shortened(SUPERVISED_STEPS),
    engine, control, now, starts: new Map(), emit: (event) => at.set(nameOf(event), now()), onPause: () => undefined, onResume: () => undefined,
  }).complete();
  const between = (from: string, to: string) => at.get(to)! - at.get(from)!;
  return {
    sftStep: between('sft 0', `sft ${SUPERVISED_STEPS}`) / SUPERVISED_STEPS,
    trunkStep: between('trunk 0', `trunk ${SUPERVISED_STEPS}`) / SUPERVISED_STEPS,
    preferences: between('labels 0', `head ${config.headSteps}`),
    rlStep: between('step 1', `training ${steps}`) / timed,
    evaluation: between(`training ${steps}`, `step ${steps}`),
  };
}

function nameOf(event: RunEvent): string {
  switch (event.type) {
    case 'stage': return `${event.stage} ${event.done}`;
    case 'step': return `step ${event.step}`;
    case 'training': return `training ${event.metrics.step}`;
    default: return event.type;
  }
}
