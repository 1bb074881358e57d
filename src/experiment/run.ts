/** A whole run: supervised stages, labels, scoring heads, then RL of all arms side by side with evaluations. */
import type { Config, FieldKey } from '../config/fields.ts';
import type { Engine } from '../engine/engine.ts';
import { joined } from '../engine/lanes.ts';
import { uploadHeads } from '../methods/heads.ts';
import { standardiseHead } from '../rlhf/bradleyTerry.ts';
import { ROW_LENGTH } from '../world/prompts.ts';
import type { Control } from './control.ts';
import { evaluate } from './evaluate.ts';
import type { RunEvent } from './events.ts';
import { fitHeads } from './heads.ts';
import { Learner, type Foundation } from './learner.ts';
import type { TrainingMetrics } from './metrics.ts';
import { HELD_OUT_PAIRS, labelPairs, samplePairs, type Preferences } from './preferences.ts';
import { RESULT_SCHEMA_VERSION, type RunResult } from './result.ts';
import { policyShape, trunkShape } from '../methods/shapes.ts';
import type { Start } from './starts.ts';
import { appendEvaluation, appendTraining, LaneTable } from './series.ts';
import { summarise } from './summary.ts';
import { trainSupervised } from './supervised.ts';

/**
 * Steps under way at most beside the one that is being queued: a device then has work while the last results travel,
 * which takes longer than a short step in some browsers.
 */
const MOST_UNDER_WAY = 2;

type Change = Extract<RunEvent, { type: 'changed' }>;

export interface RunOptions {
  readonly config: Config;
  readonly engine: Engine;
  /** Supervised results that need not be made again, by seed. */
  readonly starts: ReadonlyMap<number, Start>;
  readonly control: Control;
  readonly emit: (event: RunEvent) => void;
  /** Whether `learning` is told, which costs a little of the supervised stages' time. */
  readonly watch?: boolean;
  /** Takes the supervised results that were made here, by seed. */
  readonly onStarts?: (made: ReadonlyMap<number, Start>) => void;
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
  readonly #series: LaneTable;

  constructor(private readonly options: RunOptions) {
    this.#config = options.config;
    this.#series = new LaneTable(options.config.arms, options.config.seeds);
  }

  /** Changes a field from RL step `from` on, or the next. The caller has checked the value and that the field may change. */
  change(field: FieldKey, value: Config[FieldKey], from = 0): void {
    this.#queued.push({ field, value, from });
  }

  /** Runs to the end. Throws `Cancelled` where it is cancelled; leaves nothing on the device either way. */
  async complete(): Promise<RunResult> {
    const began = this.options.now();
    const { engine } = this.options;
    const starts = await this.supervised();
    const { seeds } = this.#config;
    const reference = engine.createTransformer(policyShape(this.#config), joined(starts.map(({ policy }) => policy)));
    const trunk = engine.createTransformer(trunkShape(this.#config), joined(starts.map(({ trunk }) => trunk)));
    try {
      const preferences = await this.prefer(reference, trunk);
      const heads = preferences.map(({ head }) => head);
      const head = uploadHeads(engine, heads);
      const rows = 2 * HELD_OUT_PAIRS;
      const heldOut = {
        tokens: engine.upload(Int32Array.from(preferences.flatMap(({ heldOut: { tokens } }) => [...tokens])), [seeds.length, rows, ROW_LENGTH]),
        states: engine.upload(joined(preferences.map(({ heldOut: { states } }) => states)), [seeds.length, rows, this.#config.trunkWidth]),
      };
      try {
        await this.reinforce({ engine, seeds, reference, trunk, head, heads, heldOut }, starts, preferences);
      } finally {
        engine.free(head, heldOut.tokens, heldOut.states);
      }
    } finally {
      engine.free(reference, trunk);
    }
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

  private async supervised(): Promise<Start[]> {
    const { engine, control, starts, emit, watch, onStarts } = this.options;
    const { seeds } = this.#config;
    const missing = seeds.filter((seed) => !starts.has(seed));
    const made = new Map<number, Start>();
    if (missing.length > 0) {
      const train = (stage: 'sft' | 'trunk') => trainSupervised(stage, this.#config, missing, engine, control,
        (done, total) => emit({ type: 'stage', stage, done, total }), watch ? emit : null);
      const policies = await train('sft');
      const trunks = await train('trunk');
      missing.forEach((seed, lane) => made.set(seed, { policy: policies[lane], trunk: trunks[lane] }));
      onStarts?.(made);
    }
    return seeds.map((seed) => made.get(seed) ?? starts.get(seed)!);
  }

  private async prefer(reference: Foundation['reference'], trunk: Foundation['trunk']): Promise<Preferences[]> {
    const { engine, control, emit } = this.options;
    const { seeds } = this.#config;
    emit({ type: 'stage', stage: 'labels', done: 0, total: seeds.length });
    await control.breathe();
    const samples = await samplePairs(this.#config, seeds, engine, reference, trunk);
    const labelled = seeds.map((seed, lane) => labelPairs(this.#config, seed, samples[lane]));
    emit({ type: 'stage', stage: 'labels', done: seeds.length, total: seeds.length });
    const heads = await fitHeads(this.#config, seeds, labelled.map(({ differences }) => differences), engine, control,
      (done, total) => emit({ type: 'stage', stage: 'head', done, total }));
    return labelled.map(({ labeller, heldOut }, lane) =>
      ({ labeller, heldOut, head: standardiseHead(heads[lane], heldOut.states, this.#config.trunkWidth) }));
  }

  private async reinforce(foundation: Foundation, starts: readonly Start[], preferences: readonly Preferences[]): Promise<void> {
    const { control, emit, onPause, onResume } = this.options;
    const policies = starts.map(({ policy }) => policy);
    const learners: Learner[] = [];
    /** Steps whose numbers are not all reported, the oldest first. */
    const underWay: Promise<void>[] = [];
    try {
      for (const arm of this.#config.arms) learners.push(new Learner(arm, foundation, policies, () => this.#config));
      await this.evaluateAll(learners, 0, preferences);
      emit({ type: 'step', step: 0 });
      // Where work is queued on a device of its own, a step's numbers are awaited only when later steps are queued.
      for (let t = 1; t <= this.#config.steps; t++) {
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
          if (!foundation.engine.queues) await control.breathe();
        }
        const evaluating = t % this.#config.evaluateEvery === 0 || t === this.#config.steps;
        const landing = this.settle(learners, t, landed, metrics, evaluating ? preferences : null);
        landing.catch(() => undefined);
        underWay.push(landing);
        const leave = evaluating || !foundation.engine.queues ? 0 : MOST_UNDER_WAY;
        while (underWay.length > leave) await underWay.shift();
      }
    } finally {
      await Promise.allSettled(underWay);
      learners.forEach((learner) => learner.dispose());
    }
  }

  /** Waits until the step before is reported and for this step's numbers, evaluates where `preferences` are given, and reports. */
  private async settle(
    learners: readonly Learner[], t: number, before: Promise<void>, metrics: readonly Promise<TrainingMetrics[]>[],
    preferences: readonly Preferences[] | null,
  ): Promise<void> {
    await before;
    const measured = await Promise.all(metrics);
    learners.forEach((learner, index) => this.record(learner, measured[index]));
    if (preferences) await this.evaluateAll(learners, t, preferences);
    this.options.emit({ type: 'step', step: t });
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

  private record({ arm, foundation }: Learner, metrics: readonly TrainingMetrics[]): void {
    metrics.forEach((measured, lane) => {
      const seed = foundation.seeds[lane];
      const lost = Object.entries(measured).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
      if (lost) throw new Error(`${arm} with seed ${seed} diverged at step ${measured.step}: ${lost[0]} is no finite number. A smaller learning rate may help.`);
      appendTraining(this.#series.at({ arm, seed }), measured);
      this.options.emit({ type: 'training', lane: { arm, seed }, metrics: measured });
    });
  }

  private async evaluateAll(learners: readonly Learner[], step: number, preferences: readonly Preferences[]): Promise<void> {
    const begin = (learner: Learner) => evaluate(learner, step, this.#config, preferences);
    // A device of its own gets the work of all arms before any result is awaited.
    const begun = learners[0].foundation.engine.queues ? learners.map(begin) : null;
    begun?.forEach((evaluations) => { evaluations.catch(() => undefined); });
    for (const [index, learner] of learners.entries()) {
      const evaluations = await (begun ? begun[index] : begin(learner));
      evaluations.forEach(({ metrics, samples }, lane) => {
        const seed = learner.foundation.seeds[lane];
        appendEvaluation(this.#series.at({ arm: learner.arm, seed }), metrics);
        this.options.emit({ type: 'evaluation', lane: { arm: learner.arm, seed }, metrics, samples });
      });
      await this.options.control.breathe();
    }
  }
}
