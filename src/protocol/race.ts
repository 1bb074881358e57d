/** A race of both fast engines for the default run, each on all workers that such a run deserves, one after the other. */
import type { AdapterNames } from '../engine/adapter.ts';
import type { Road } from '../engine/choose.ts';
import type { Race, Timed } from '../engine/race.ts';
import { within } from '../engine/waiting.ts';
import type { Config } from '../config/fields.ts';
import { defaultConfig } from '../config/schema.ts';
import { stepMilliseconds } from '../experiment/forecast.ts';
import type { JobResources } from './job.ts';
import type { KeptRace } from './keptRace.ts';
import { CoordinatedMeasurement } from './measurement.ts';
import type { LaneReport } from './messages.ts';

/** The graphics processor last: where it wins, its kernels are compiled when the run begins. */
const PROCESSOR: Road = { backend: 'wasm', engine: 'simd' };
const GPU: Road = { backend: 'webgpu', engine: 'fused' };

/** Seconds for one engine, compiling included: who presses Run should not have to wait for long, and what takes longer loses. */
const PATIENCE = 20;
/** The models and batches of the default run, which decide what a step takes; less of everything that comes before. */
const RACED: Config = { ...defaultConfig, labels: 16, headSteps: 10, evaluationSamples: 1 };
/** Of no run. */
const NUMBER = -1;

const CALLED_OFF = Symbol('called off');

export class EngineRace {
  #measurement: CoordinatedMeasurement | null = null;
  #calledOff = false;

  constructor(private readonly resources: Omit<JobResources, 'post' | 'onNoEngine'>, private readonly kept: KeptRace, private readonly onBegin: () => void) {}

  /** Null where it is called off. Never throws. */
  async run(gpu: AdapterNames): Promise<Race | null> {
    const known = await this.kept.read(gpu);
    if (known) return known;
    this.#calledOff = false;
    this.onBegin();
    const processor = await this.time(PROCESSOR);
    if (processor === CALLED_OFF) return null;
    const graphics = await this.time(GPU);
    if (graphics === CALLED_OFF) return null;
    const race = { gpu: graphics, processor };
    await this.kept.keep(gpu, race);
    return race;
  }

  receive(index: number, report: LaneReport): void {
    this.#measurement?.receive(index, report);
  }

  crash(index: number, message: string, why: string | null): void {
    this.#measurement?.crash(index, message, why);
  }

  callOff(): void {
    this.#calledOff = true;
    this.#measurement?.cancel();
  }

  private async time(road: Road): Promise<Timed | typeof CALLED_OFF> {
    if (this.#calledOff) return CALLED_OFF;
    const { resources } = this;
    const timed = new Promise<Timed | typeof CALLED_OFF>((resolve) => {
      const measurement = new CoordinatedMeasurement({ type: 'measure', run: NUMBER, config: RACED, choice: road }, {
        ...resources,
        post: ([report]) => {
          if (report.type === 'measured') resolve(stepMilliseconds(RACED, report));
          else resolve(report.type === 'failed' ? report.message : CALLED_OFF);
        },
        onNoEngine: (_road, why) => {
          // An engine that half started may hold what the next one needs.
          resources.endWorkers();
          resolve(why);
        },
      });
      this.#measurement = measurement;
      measurement.begin({ ...road, reason: '' });
    });
    try {
      return await within(PATIENCE, 'its engine', () => timed, resources.timer);
    } catch {
      // What hangs would hang in the run, too.
      this.#measurement?.cancel();
      resources.endWorkers();
      return Infinity;
    } finally {
      this.#measurement = null;
    }
  }
}
