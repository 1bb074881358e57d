/**
 * Measures what the pieces of a run take on an engine, by timing a shortened run. Engines compute words, not padding, so that
 * a step takes longer the longer the responses are: it begins with weights that are trained where there are any. From others,
 * which write responses of nearly full length, it takes up to twice as long as the first steps of a run.
 */
import type { Config } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import type { Control } from './control.ts';
import type { RunEvent } from './events.ts';
import { costThrough, ofEachPiece, type Piece, type Speed } from './forecast.ts';
import { Run } from './run.ts';
import type { Start } from './starts.ts';
import { trainSupervised, type SupervisedStage } from './supervised.ts';

/** A device that queues work is timed over more steps, so that the queue fills. */
const TIMED_STEPS = { direct: 2, queued: 8 };
const SUPERVISED_STEPS = 5;
/** An engine's first steps take several times as long as the rest. */
const SUPERVISED_WARM_UP = 3;
/** Seeds of the second run on a device that queues work, where many seeds cost little more than one. */
const SEVERAL = 8;

/** What is timed, and with what. */
interface Timing {
  readonly config: Config;
  readonly engine: Engine;
  readonly control: Control;
  /** Milliseconds. */
  readonly now: () => number;
  /** Trained weights, by seed: none, or of some seeds. */
  readonly starts?: ReadonlyMap<number, Start>;
}

/** Seeds that starting weights are of use for. */
export const MEASURED_SEEDS = SEVERAL;

/** Throws `Cancelled` where it is cancelled; leaves nothing on the device either way. */
export async function measureSpeed(timing: Timing): Promise<Speed> {
  const one = await timePieces(timing, 1);
  const several = timing.engine.queues ? await timePieces(timing, SEVERAL) : null;
  return ofEachPiece((piece) => costThrough(one[piece], several && { seeds: SEVERAL, time: several[piece] }));
}

/** Milliseconds of each piece on so many seeds. The first supervised and RL steps and the first evaluation are a warm-up. */
async function timePieces(timing: Timing, count: number): Promise<Record<Piece, number>> {
  const { config, engine, control, now, starts = new Map<number, Start>() } = timing;
  const others = Array.from({ length: count }, (_, index) => index).filter((seed) => !starts.has(seed));
  const seeds = [...starts.keys(), ...others].slice(0, count);
  const sft = await timeSupervised('sft', timing, seeds);
  const trunk = await timeSupervised('trunk', timing, seeds);
  const timed = engine.queues ? TIMED_STEPS.queued : TIMED_STEPS.direct;
  const steps = 1 + timed;
  /** When an event was told last, by what it tells of. */
  const at = new Map<string, number>();
  await new Run({
    config: { ...config, steps, evaluateEvery: steps, seeds },
    engine, control, now, emit: (event) => at.set(nameOf(event), now()), onPause: () => undefined, onResume: () => undefined,
    starts: new Map(seeds.map((seed, lane) => [seed, starts.get(seed) ?? { policy: sft.models[lane], trunk: trunk.models[lane] }])),
  }).complete();
  const between = (from: string, to: string) => at.get(to)! - at.get(from)!;
  return {
    sftStep: sft.stepMs,
    trunkStep: trunk.stepMs,
    preferences: between('labels 0', `head ${config.headSteps}`),
    rlStep: between('step 1', `training ${steps}`) / timed,
    evaluation: between(`training ${steps}`, `step ${steps}`),
  };
}

async function timeSupervised(stage: SupervisedStage, { config, engine, control, now }: Timing, seeds: readonly number[]) {
  const train = (steps: number, onProgress: (done: number) => void) =>
    trainSupervised(stage, { ...config, sftSteps: steps, trunkSteps: steps }, seeds, engine, control, onProgress);
  await train(SUPERVISED_WARM_UP, () => undefined);
  const at = new Map<number, number>();
  const models = await train(SUPERVISED_STEPS, (done) => at.set(done, now()));
  return { models, stepMs: (at.get(SUPERVISED_STEPS)! - at.get(0)!) / SUPERVISED_STEPS };
}

function nameOf(event: RunEvent): string {
  switch (event.type) {
    case 'stage': return `${event.stage} ${event.done}`;
    case 'step': return `step ${event.step}`;
    case 'training': return `training ${event.metrics.step}`;
    default: return event.type;
  }
}
