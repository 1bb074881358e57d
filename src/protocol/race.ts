/** A race of both fast engines for the default run, each on all workers that such a run deserves, one after the other. */
import type { AdapterNames } from '../engine/adapter.ts';
import type { Road } from '../engine/choose.ts';
import type { Race, Timed } from '../engine/race.ts';
import { explain, inBrackets } from '../engine/words.ts';
import type { Config } from '../config/fields.ts';
import { defaultConfig } from '../settings/schema.ts';
import { stepMilliseconds } from '../experiment/forecast.ts';
import type { JobResources } from './job.ts';
import type { KeptRace } from './keptRace.ts';
import { CoordinatedMeasurement } from './measurement.ts';
import type { LaneReport } from './messages.ts';

/** The graphics processor last: where it wins, its kernels are compiled when the run begins. */
const PROCESSOR: Road = { backend: 'wasm', engine: 'simd' };
const GPU: Road = { backend: 'webgpu', engine: 'fused' };

/** Seconds for an engine from its start on, compiling included: who presses Run should not wait for long, and what takes longer loses. */
const PATIENCE = 20;
/** The models and batches of the default run, which decide what a step takes; less of everything that comes before. */
const RACED: Config = { ...defaultConfig, labels: 16, headSteps: 10, evaluationSamples: 1 };
/** Of no run. */
const NUMBER = -1;

const CALLED_OFF = Symbol('called off');

/** One race. */
export class EngineRace {
  #measurement: CoordinatedMeasurement | null = null;
  #calledOff = false;
  /** Gives the engine that is being timed its seconds anew: once for each worker that it has started in. */
  #onEngine: () => void = () => undefined;

  constructor(private readonly resources: Omit<JobResources, 'post' | 'onNoEngine'>, private readonly kept: KeptRace, private readonly onBegin: () => void) {}

  /** Whether an engine is being timed. */
  get running(): boolean {
    return this.#measurement !== null;
  }

  get calledOff(): boolean {
    return this.#calledOff;
  }

  /** Null where it is called off. Never throws. */
  async run(gpu: AdapterNames): Promise<Race | null> {
    const known = await this.kept.read(gpu);
    if (known) return known;
    if (!this.#calledOff) this.onBegin();
    const processor = await this.time(PROCESSOR);
    const graphics = await this.time(GPU);
    if (processor === CALLED_OFF || graphics === CALLED_OFF) return null;
    const race = { gpu: graphics, processor };
    await this.kept.keep(gpu, race);
    return race;
  }

  receive(index: number, report: LaneReport): void {
    this.#measurement?.receive(index, report);
    if (report.type === 'engine') this.#onEngine();
  }

  crash(index: number, message: string, why: string | null): void {
    this.#measurement?.crash(index, message, why);
  }

  callOff(): void {
    this.#calledOff = true;
    if (!this.#measurement) return;
    this.#measurement.cancel();
    // What cannot be interrupted would be waited for by whoever comes next.
    this.resources.endWorkers();
  }

  private async time(road: Road): Promise<Timed | typeof CALLED_OFF> {
    if (this.#calledOff) return CALLED_OFF;
    const { workersFor, timer, endWorkers } = this.resources;
    let stop: (() => void) | null = null;
    const timed = await new Promise<Timed | typeof CALLED_OFF>((resolve) => {
      const measurement = new CoordinatedMeasurement({ type: 'measure', run: NUMBER, config: RACED, choice: road }, {
        ...this.resources,
        workersFor: (taken) => Math.min(workersFor(taken), RACED.arms.length * RACED.seeds.length),
        post: ([report]) => {
          if (report.type === 'measured') resolve(stepMilliseconds(RACED, report));
          else resolve(report.type === 'failed' ? `its engine failed${inBrackets(report.message)}` : CALLED_OFF);
        },
        onNoEngine: (_road, why) => {
          // An engine that half started may hold what the next one needs.
          endWorkers();
          resolve(why);
        },
      });
      this.#measurement = measurement;
      this.#onEngine = () => {
        stop?.();
        stop = timer(PATIENCE * 1000, () => {
          resolve(Infinity);
          measurement.cancel();
          // What hangs would hang in the run, too.
          endWorkers();
        });
      };
      try {
        measurement.begin({ ...road, reason: '' });
      } catch (error) {
        resolve(explain(error).what);
      }
    });
    (stop as (() => void) | null)?.();
    this.#measurement = null;
    this.#onEngine = () => undefined;
    return timed;
  }
}
