/**
 * Runs that lose what computes them, or what keeps their states, at random moments of every stage: each must end as the run
 * that nothing happened to, to the last bit.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/fields.ts';
import type { Engine, RolloutRequest } from '../engine/engine.ts';
import { fork, Stream } from '../engine/random.ts';
import { deviceLost } from '../engine/words.ts';
import type { RunResult } from '../experiment/result.ts';
import { findPreset, presetConfig } from '../settings/presets.ts';
import { prompts, PROMPT_LENGTH } from '../world/prompts.ts';
import type { CheckpointStore } from './checkpointKeeper.ts';
import type { LaneReport } from './messages.ts';
import { labInOneThread, memoryCheckpoints, type ThreadResources, type ThreadWorker } from './oneThread.ts';

/** Stages in which an engine or a worker is lost; `evaluation` and `saving` are parts of RL. */
const COMPUTED = ['supervised', 'labels', 'head', 'RL', 'evaluation', 'saving'] as const;
type Computed = (typeof COMPUTED)[number];
/** In the last, a state that is being written is cut short and the process killed, or the write fails. */
export const SOAKED = [...COMPUTED, 'writing'] as const;
export type Soaked = (typeof SOAKED)[number];

export interface Loss {
  readonly stage: Soaked;
  readonly workers: number;
  /** What happened, a clause. */
  readonly what: string;
  readonly equal: boolean;
  /** RL steps that were made and had to be made again. */
  readonly rewound: number;
}

const config: Config = { ...presetConfig(findPreset('tiny')!), seeds: [8, 9], learningRate: 1e-3 };
const choice = { backend: 'wasm', engine: 'simd' } as const;
const MOST_WORKERS = 3;
/** Milliseconds that the clock goes on at each look, so that states are also asked for between evaluations. */
const TICK = 400;

/** What an uninterrupted run on so many workers is, and how often it comes to each stage's moments. */
interface Rehearsal {
  readonly numbers: object;
  readonly calls: Readonly<Record<Computed, number>>;
  readonly writes: number;
}

/** `losses` of them, the stages in turn. The same `seed` makes the same losses. `onLoss` hears of each. */
export async function soak(losses: number, seed: number, onLoss: (loss: Loss) => void = () => undefined, stages: readonly Soaked[] = SOAKED): Promise<Loss[]> {
  const rehearsals = new Map<number, Rehearsal>();
  const all: Loss[] = [];
  for (let index = 0; index < losses; index++) {
    const stream = new Stream(fork(seed, 'loss', index));
    const stage = stages[index % stages.length];
    const workers = 1 + stream.integer(MOST_WORKERS);
    const rehearsal = rehearsals.get(workers) ?? await rehearse(workers);
    rehearsals.set(workers, rehearsal);
    const loss = stage === 'writing' ? await loseWrite(workers, rehearsal, stream) : await loseComputer(stage, workers, rehearsal, stream);
    all.push(loss);
    onLoss(loss);
  }
  const first = rehearsals.values().next().value?.numbers;
  // The number of workers is no part of a result.
  return [...rehearsals.values()].every(({ numbers }) => isDeepStrictEqual(numbers, first)) ? all : all.map((loss) => ({ ...loss, equal: false }));
}

async function rehearse(workers: number): Promise<Rehearsal> {
  const calls = Object.fromEntries(COMPUTED.map((stage) => [stage, 0])) as Record<Computed, number>;
  const store = memoryCheckpoints();
  let writes = 0;
  const counting: CheckpointStore = { ...store, write: (...given) => {
    writes++;
    return store.write(...given);
  } };
  const { result } = await run(workers, { checkpoints: () => counting, engineOf: watched((stage) => { calls[stage]++; }) });
  return { numbers: numbersOf(result), calls, writes };
}

/** An engine or a worker is lost at one call of the stage. */
async function loseComputer(stage: Computed, workers: number, { numbers, calls }: Rehearsal, stream: Stream): Promise<Loss> {
  const fatal = 1 + stream.integer(calls[stage]);
  const crashes = stream.integer(2) === 1;
  let left = fatal;
  const { result, rewound } = await run(workers, { engineOf: watched((reached, worker) => {
    if (reached !== stage || --left !== 0) return;
    if (crashes) worker.crash('Uncaught Error: soaked');
    throw deviceLost('soaked');
  }) });
  if (left > 0 || rewound === null) throw new Error(`call ${fatal} of ${stage} on ${workers} workers was not lost`);
  return { stage, workers, what: `${crashes ? 'a worker crashed' : 'an engine was lost'} at call ${fatal} of ${calls[stage]}`, equal: isDeepStrictEqual(numbersOf(result), numbers), rewound };
}

/** A write of a state is cut short and the run killed, to be resumed on other workers; or the write fails, and the run goes on. */
async function loseWrite(workers: number, { numbers, writes }: Rehearsal, stream: Stream): Promise<Loss> {
  const fatal = 1 + stream.integer(writes);
  const fails = stream.integer(4) === 0;
  const store = memoryCheckpoints();
  let write = 0;
  const judged = (result: RunResult, rewound: number, what: string): Loss => ({ stage: 'writing', workers, what: `${what} at write ${fatal} of ${writes}`, equal: isDeepStrictEqual(numbersOf(result), numbers), rewound });
  if (fails) {
    const { result } = await run(workers, { checkpoints: () => ({ ...store, write: (...given) => {
      if (++write === fatal) throw new Error('the disk is full');
      return store.write(...given);
    } }) });
    return judged(result, 0, 'the storage was full');
  }
  const reached = await new Promise<number>((resolve) => {
    const killed = labInOneThread(workers, { now: clock(), checkpoints: () => ({ ...store, write: async (generation, bytes) => {
      if (++write < fatal) return store.write(generation, bytes);
      // Whatever else the process would still write is lost with it.
      if (write === fatal) {
        store.files.set(generation, bytes.slice(0, stream.integer(bytes.byteLength)));
        killed.send({ type: 'cancel' });
        void killed.until('cancelled').then(() => resolve(stepOf(killed.reports)));
      }
    } }) });
    killed.send({ type: 'start', run: 1, config, choice, keep: 'here' });
  });
  const { result, from } = await run(1 + stream.integer(MOST_WORKERS), { checkpoints: () => store }, true);
  return judged(result, reached - from, 'the process was killed');
}

/** A run to its end. `rewound`: steps that were made again after a loss, null where there was none; `from`: where it began. */
async function run(
  workers: number, resources: Partial<ThreadResources>, resume = false,
): Promise<{ readonly result: RunResult; readonly rewound: number | null; readonly from: number }> {
  const { send, until, reports } = labInOneThread(workers, { now: clock(), ...resources });
  send({ type: 'start', run: 1, config, choice, keep: 'here', resume });
  const end = await Promise.race([until('finished'), until('failed')]);
  if (end.type === 'failed') throw new Error(end.message);
  const begun = reports.findIndex(({ type }) => type === 'rewound');
  const rewind = reports[begun];
  const from = rewind?.type === 'rewound' ? rewind.step : 0;
  const lost = reports.some((report) => report.type === 'note' && /The run (goes on|begins)/.test(report.text));
  return { result: end.result, from, rewound: lost ? stepOf(reports.slice(0, Math.max(0, begun))) - from : null };
}

/** The last step that was told of. */
function stepOf(reports: readonly { readonly type: string; readonly step?: unknown }[]): number {
  return reports.reduce((last, { type, step }) => (type === 'step' ? Number(step) : last), 0);
}

function clock(): () => number {
  let time = 0;
  return () => time += TICK;
}

/** Tells `onCall` of each call of an engine, before it is made. */
function watched(onCall: (stage: Computed, worker: ThreadWorker) => void): ThreadResources['engineOf'] {
  return (engine, worker) => {
    const stages = new Stages(worker.told);
    let gone: unknown = null;
    const call = (name: string, made: (...given: unknown[]) => unknown) => (...given: unknown[]) => {
      if (gone !== null) throw gone as Error;
      try {
        onCall(stages.at(name, given), worker);
      } catch (error) {
        gone = error;
        throw error;
      }
      return made(...given);
    };
    const engineCalls = Object.entries(engine).filter(([name, value]) => typeof value === 'function' && !UNCOUNTED.has(name));
    return { ...engine, ...Object.fromEntries(engineCalls.map(([name, value]) => [name, call(name, value as (...given: unknown[]) => unknown)])) };
  };
}

/** What is not of a stage, or is also called by those who clear up after a loss. */
const UNCOUNTED = new Set<string>(['prepare', 'free', 'scope', 'memory', 'dispose'] satisfies (keyof Engine)[]);

/** In which stage a worker is, by what it told last and what it asks of its engine. */
class Stages {
  #inRl: Computed | null = null;

  constructor(private readonly told: readonly LaneReport[]) {}

  at(name: string, [, request]: readonly unknown[]): Computed {
    if (name === 'rollout') {
      const { prompts: asked, keys } = request as RolloutRequest;
      const evaluates = asked.length / PROMPT_LENGTH / keys.length === prompts.length * config.evaluationSamples;
      if (this.#inRl !== null || evaluates) this.#inRl = evaluates ? 'evaluation' : 'RL';
    } else if (name === 'save' && this.#inRl !== null) this.#inRl = 'saving';
    return this.#inRl ?? this.before();
  }

  private before(): Computed {
    const last = this.told.findLast((report) => report.type === 'stage');
    if (last?.stage === 'head' || (last?.stage === 'labels' && last.done === last.total)) return 'head';
    return last?.stage === 'labels' ? 'labels' : 'supervised';
  }
}

/** All but the time it took. */
function numbersOf({ seconds: _seconds, ...result }: RunResult): object {
  return result;
}
