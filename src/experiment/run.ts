/** A run, or one worker's part of it: what is made once per seed, then RL of all lanes side by side with evaluations. */
import type { Config, FieldKey } from '../config/fields.ts';
import { MOST_UNDER_WAY } from './control.ts';
import { blocksOf } from './deal.ts';
import type { Checkpoint, LaneState } from './checkpoint.ts';
import { divergenceOf } from './divergence.ts';
import { evaluate } from './evaluate.ts';
import type { Lane, RunEvent } from './events.ts';
import { freeFoundation, layFoundation, type Foundation } from './foundation.ts';
import { Learner } from './learner.ts';
import type { TrainingMetrics } from './metrics.ts';
import type { Basis } from './pool.ts';
import { prepare, wholeRun, type Part, type Preparation } from './prepare.ts';
import { RESULT_SCHEMA_VERSION, type RunResult } from './result.ts';
import { armOf } from '../settings/arms.ts';
import { appendEvaluation, appendTraining, LaneTable } from './series.ts';
import { summarise } from './summary.ts';

type Change = Extract<RunEvent, { type: 'changed' }>;

export interface RunOptions extends Preparation {
  /** What of the run is done here; all of it where left out. */
  readonly part?: Part;
  /** What the part's lanes go on from; from the start where there is none. */
  readonly from?: Pick<Checkpoint, 'step' | 'changes' | 'lanes'> | null;
  /** Called where the run waits for permission for its next step, and where it goes on; with the steps done. */
  readonly onPause: (step: number) => void;
  readonly onResume: (step: number) => void;
  /** Milliseconds, for the result's `seconds`. */
  readonly now: () => number;
}

export class Run {
  #config: Config;
  #queued: { field: FieldKey; value: Config[FieldKey]; from: number }[] = [];
  readonly #changes: Change[] = [];
  readonly #part: Part;
  readonly #series: LaneTable;
  /** Lanes that are told of no more. */
  readonly #diverged = new Set<string>();
  /** Steps after which a checkpoint is asked for. */
  readonly #checkpointsAt = new Set<number>();

  constructor(private readonly options: RunOptions) {
    const { config, part, from } = options;
    this.#config = { ...config, ...Object.fromEntries((from?.changes ?? []).map(({ field, to }) => [field, to])) };
    this.#changes.push(...(from?.changes ?? []).map((change) => ({ type: 'changed', ...change }) as Change));
    this.#part = part ?? wholeRun(config);
    this.#series = new LaneTable(this.#part.share.lanes);
    for (const lane of from?.lanes ?? []) if (lane.diverged) this.#diverged.add(nameOf(lane));
  }

  /** Tells what the lanes go on from after RL step `step`, as after each evaluation. */
  checkpoint(step: number): void {
    this.#checkpointsAt.add(step);
  }

  /** Changes a field from RL step `from` on, or the next. The caller has checked the value and that the field may change. */
  change(field: FieldKey, value: Config[FieldKey], from = 0): void {
    this.#queued.push({ field, value, from });
  }

  /** Runs to the end. Throws `Cancelled` where it is cancelled; leaves nothing on the device either way. */
  async complete(): Promise<RunResult> {
    const began = this.options.now();
    const { engine } = this.options;
    await this.reinforce(await prepare(this.options, this.#part));
    const result: RunResult = {
      schemaVersion: RESULT_SCHEMA_VERSION,
      complete: true,
      status: 'finished',
      step: this.options.config.steps,
      config: this.options.config,
      backend: engine.info.backend,
      engine: engine.info.engine,
      seconds: (this.options.now() - began) / 1000,
      changes: this.#changes.map(({ step, field, from, to }) => ({ step, field, from, to })),
      ...summarise(this.#series.all),
    };
    this.options.emit({ type: 'finished', result });
    return result;
  }

  private async reinforce(bases: ReadonlyMap<number, Basis>): Promise<void> {
    const { engine, control, emit, onPause, onResume, from = null } = this.options;
    const foundations: Foundation[] = [];
    const learners: Learner[] = [];
    /** Steps whose numbers are not all reported, the oldest first. */
    const underWay: Promise<void>[] = [];
    try {
      for (const { arms, seeds } of blocksOf(this.#part.share.lanes)) {
        const own = seeds.map((seed) => bases.get(seed)!);
        const foundation = layFoundation(this.#config, engine, seeds, own);
        foundations.push(foundation);
        for (const arm of arms) {
          learners.push(await Learner.start({
            arm: armOf(arm), foundation, starts: own.map(({ start }) => start.policy), config: () => this.#config, breathe: () => control.breathe(),
            from: from && seeds.map((seed) => from.lanes.find((lane) => lane.arm === arm && lane.seed === seed)!),
          }));
        }
      }
      if (!from) {
        await this.evaluateAll(learners, 0, bases);
        await this.tellStates(learners, 0);
      }
      const first = from?.step ?? 0;
      emit({ type: 'step', step: first });
      // Where work is queued on a device of its own, a step's numbers are awaited only when later steps are queued.
      for (let t = first + 1; t <= this.#config.steps; t++) {
        const landed = underWay.at(-1) ?? Promise.resolve();
        await control.beforeStep(landed, () => onPause(t - 1), () => onResume(t - 1));
        if (this.#queued.some(({ from }) => from <= t)) await landed;
        this.applyChanges(t);
        const metrics: Promise<TrainingMetrics[]>[] = [];
        for (const learner of learners) {
          const measured = learner.step(t);
          // Awaited with the others' in `settle`, perhaps after it has failed.
          measured.catch(() => undefined);
          metrics.push(measured);
          if (!engine.queues) await control.breathe();
        }
        const evaluating = t % this.#config.evaluateEvery === 0 || t === this.#config.steps;
        // A state is taken when nothing is under way.
        const saving = this.#checkpointsAt.delete(t) || evaluating;
        const landing = this.settle(learners, t, landed, metrics, { bases: evaluating ? bases : null, saving });
        landing.catch(() => undefined);
        underWay.push(landing);
        const leave = saving || !engine.queues ? 0 : MOST_UNDER_WAY;
        while (underWay.length > leave) await underWay.shift();
      }
    } finally {
      await Promise.allSettled(underWay);
      learners.forEach((learner) => learner.dispose());
      foundations.forEach(freeFoundation);
    }
  }

  /** Waits until the step before is reported and for this step's numbers, evaluates where `bases` are given, and reports. */
  private async settle(
    learners: readonly Learner[], t: number, before: Promise<void>, metrics: readonly Promise<TrainingMetrics[]>[],
    { bases, saving }: { readonly bases: ReadonlyMap<number, Basis> | null; readonly saving: boolean },
  ): Promise<void> {
    await before;
    const measured = await Promise.all(metrics);
    learners.forEach((learner, index) => this.record(learner, measured[index]));
    if (bases) await this.evaluateAll(learners, t, bases);
    if (saving) await this.tellStates(learners, t);
    this.options.emit({ type: 'step', step: t });
  }

  private async tellStates(learners: readonly Learner[], step: number): Promise<void> {
    const lanes: LaneState[] = [];
    for (const learner of learners) {
      for (const state of await learner.state()) lanes.push({ ...state, diverged: this.#diverged.has(nameOf(state)) });
    }
    this.options.emit({ type: 'checkpoint', step, lanes });
  }

  private applyChanges(step: number): void {
    const due = this.#queued.filter(({ from }) => from <= step);
    this.#queued = this.#queued.filter(({ from }) => from > step);
    for (const { field, value } of due) {
      const from = this.#config[field];
      if (from === value) continue;
      this.#config = { ...this.#config, [field]: value };
      const change: Change = { type: 'changed', step, field, from, to: value };
      this.#changes.push(change);
      this.options.emit(change);
    }
  }

  private record({ arm: { name: arm }, foundation }: Learner, metrics: readonly TrainingMetrics[]): void {
    metrics.forEach((measured, index) => {
      const lane = { arm, seed: foundation.seeds[index] };
      if (this.#diverged.has(nameOf(lane))) return;
      const divergence = divergenceOf(measured);
      if (divergence) {
        this.#diverged.add(nameOf(lane));
        this.#series.at(lane).diverged = divergence;
        this.options.emit({ type: 'diverged', lane, divergence });
        return;
      }
      appendTraining(this.#series.at(lane), measured);
      this.options.emit({ type: 'training', lane, metrics: measured });
    });
  }

  private async evaluateAll(learners: readonly Learner[], step: number, bases: ReadonlyMap<number, Basis>): Promise<void> {
    const begin = (learner: Learner) => evaluate(learner, step, this.#config, bases);
    // A device of its own gets the work of all arms before any result is awaited.
    const begun = this.options.engine.queues ? learners.map(begin) : null;
    begun?.forEach((evaluations) => { evaluations.catch(() => undefined); });
    try {
      for (const [index, learner] of learners.entries()) {
        const evaluations = await (begun ? begun[index] : begin(learner));
        evaluations.forEach(({ metrics, samples }, index) => {
          const lane = { arm: learner.arm.name, seed: learner.foundation.seeds[index] };
          if (this.#diverged.has(nameOf(lane))) return;
          appendEvaluation(this.#series.at(lane), metrics);
          this.options.emit({ type: 'evaluation', lane, metrics, samples });
        });
        await this.options.control.breathe();
      }
    } finally {
      // One that is not awaited any more still reads.
      await Promise.allSettled(begun ?? []);
    }
  }
}

function nameOf({ arm, seed }: Lane): string {
  return `${arm} ${seed}`;
}
