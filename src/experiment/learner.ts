/** One arm in training on all seeds: its policies, its reward, and one RL step (Algorithm 1 of arXiv 2601.22664). */
import type { Config } from '../config/fields.ts';
import { policyStatistics, type DeviceArray, type PolicyStep, type Trainable, type Transformer } from '../engine/engine.ts';
import { joined, perLane } from '../engine/lanes.ts';
import { fork, Stream } from '../engine/random.ts';
import type { Annotation, ArmConfig, Batch, Lab, MethodRun, Reported, Responses, Saved } from '../methods/method.ts';
import { restored, savedModel } from '../methods/saved.ts';
import { policyShape } from '../methods/shapes.ts';
import { policyAdam } from '../rlhf/adam.ts';
import { policyLearningRate } from '../rlhf/schedules.ts';
import { armConfig, type Arm } from '../settings/arms.ts';
import { assessRows } from '../world/evaluation.ts';
import { Labeller } from '../world/labeller.ts';
import { PROMPT_LENGTH, prompts, RESPONSE_LENGTH } from '../world/prompts.ts';
import type { LaneState } from './checkpoint.ts';
import type { Foundation } from './foundation.ts';
import { Held } from './held.ts';
import { meanOf, responseMetrics, type TrainingMetrics } from './metrics.ts';

/** The loss is a mean over responses of sums over words, divided by this; the gradient-norm bound is set for it. */
export const LOSS_DIVISOR = 8;

export interface LearnerOptions {
  readonly arm: Arm;
  readonly foundation: Foundation;
  /** The policies' starting parameters, one row per seed. */
  readonly starts: readonly Float32Array[];
  /** The run's configuration now in force. */
  readonly config: () => Config;
  /** Lets messages in during a method's long work; throws where the run is cancelled. */
  readonly breathe: () => Promise<void>;
  /** What the lanes go on from, in the order of the seeds; null at the start. */
  readonly from?: readonly LaneState[] | null;
}

export class Learner {
  /** Resolves when the last step so far is enqueued; null where it is. */
  #enqueuing: Promise<void> | null = null;

  private constructor(
    readonly arm: Arm, readonly foundation: Foundation, readonly policy: Transformer, readonly method: MethodRun,
    private readonly labellers: readonly Labeller[], private readonly config: () => ArmConfig,
  ) {}

  static async start({ arm, foundation, starts, config, breathe, from = null }: LearnerOptions): Promise<Learner> {
    const { engine, seeds, heads, reference, trunk, head, pairs, samples } = foundation;
    const own = armConfigOf(arm, config);
    const labellers = seeds.map((seed, lane) => new Labeller(own(), fork(seed, 'labels', 'online'), from?.[lane].labels));
    const lab: Lab = {
      engine, seeds, heads, pairs, samples, breathe, config: own, models: { reference, trunk, head },
      label: (lane, { prompt, first, second }) => labellers[lane].prefersFirst(prompt, first, second),
      stream: (lane, ...path) => new Stream(fork(seeds[lane], arm.method.name, ...path)),
    };
    const method = await arm.method.start(lab, from && savedOf(from));
    const policy = engine.createTransformer(policyShape(own()), joined(starts));
    return new Learner(arm, foundation, restored(engine, policy, from?.map((lane) => lane.policy)), method, labellers, own);
  }

  /** What every lane's next step depends on. Nothing may be under way. */
  async state(): Promise<LaneState[]> {
    const { engine, seeds } = this.foundation;
    const policies = await savedModel(engine, this.policy);
    const rows: [string, readonly Float32Array[]][] = [];
    for (const [name, kept] of Object.entries(this.method.state)) rows.push([name, isModel(kept) ? await savedModel(engine, kept) : kept]);
    return seeds.map((seed, lane) => ({
      arm: this.arm.name, seed, policy: policies[lane], labels: this.labellers[lane].queries,
      method: Object.fromEntries(rows.map(([name, all]) => [name, all[lane].slice()])),
    }));
  }

  /** Pairs that gold has labelled for a lane, those of the start included. */
  goldQueries(lane: number): number {
    return this.foundation.goldQueries[lane] + this.labellers[lane].queries;
  }

  /**
   * Enqueues RL step t (counted from 1); the promise brings each seed's metrics. Nothing is waited for before the step's
   * numbers are read, unless the method waits for something itself: then the next step, which begins with what this one
   * trains, waits until all of this one is enqueued.
   */
  async step(t: number): Promise<TrainingMetrics[]> {
    const { engine } = this.foundation;
    const before = this.#enqueuing;
    let settle: () => void = () => undefined;
    const enqueuing = new Promise<void>((resolve) => { settle = resolve; });
    const enqueued = () => {
      settle();
      if (this.#enqueuing === enqueuing) this.#enqueuing = null;
    };
    this.#enqueuing = enqueuing;
    if (before) await before;
    const config = this.config();
    const learningRate = policyLearningRate(config, t - 1);
    const held = new Held(engine);
    try {
      const batch = this.sample(t, held);
      const annotating = this.method.annotate(batch);
      const annotation = annotating instanceof Promise ? await annotating : annotating;
      held.add(annotation.rewards, annotation.baseline, annotation.advantages);
      const epochs = this.optimise(batch, annotation, learningRate);
      const last = epochs[epochs.length - 1];
      held.add(...epochs.map(({ statistics }) => statistics), last.hidden);
      const training = this.method.after?.({ batch, annotation, policy: this.policy, fresh: last.hidden });
      const trained = training instanceof Promise ? await training : training;
      const reported = [annotation.reported, trained].filter((numbers) => !!numbers);
      const onDevice = reported.flatMap(({ values }) => (isPlain(values) ? [] : [values]));
      held.add(...onDevice);
      const read = [batch.tokens, batch.frozenRewards, annotation.rewards, epochs[0].statistics, last.statistics, ...onDevice];
      // What is not read is freed before the wait.
      held.release(...read);
      enqueued();
      return this.metricsOf(t, learningRate, config, await engine.read(read), reported);
    } finally {
      enqueued();
      held.release();
    }
  }

  /** Samples responses to this step's prompts, and has the frozen models read them. */
  private sample(t: number, held: Held): Batch {
    const { seeds } = this.foundation;
    const { temperature, advantage } = this.config();
    const asked = this.drawPrompts(t);
    const keys = Uint32Array.from(seeds, (seed) => fork(seed, 'rollout', t));
    const sampled = this.respond(asked.repeated, temperature, keys, t, ['rollout', t], held);
    const greedy = advantage === 'remax' ? this.respond(asked.distinct, 0, new Uint32Array(seeds.length), t, ['greedy', t], held) : null;
    const { tokens, hidden, logProbs } = sampled;
    const batch = asked.repeated.length / PROMPT_LENGTH / seeds.length;
    return { ...sampled, rollout: { batch, promptLength: PROMPT_LENGTH, tokens, hidden, logProbs }, greedy };
  }

  /** Responses of the policy as it is, read by the frozen reward model; all arrays go to `held`. */
  respond(
    asked: Int32Array, temperature: number, keys: Uint32Array, t: number, path: Responses['path'], held: Held,
  ): Responses & { readonly logProbs: DeviceArray } {
    const { engine, trunk, head } = this.foundation;
    const [tokens, hidden, logProbs, states, frozenRewards] = engine.scope(() => {
      const rollout = engine.rollout(this.policy, { prompts: asked, promptLength: PROMPT_LENGTH, responseLength: RESPONSE_LENGTH, temperature, keys });
      const read = engine.finalStates(trunk, rollout.tokens);
      return [rollout.tokens, rollout.hidden, rollout.logProbs, read, engine.headRewards(head, read, 1)] as const;
    });
    held.add(tokens, hidden, logProbs, states, frozenRewards);
    return { tokens, hidden, logProbs, states, frozenRewards, t, path };
  }

  /** All epochs over the batch. */
  private optimise({ rollout }: Batch, annotation: Annotation, learningRate: number): PolicyStep[] {
    const { engine, reference } = this.foundation;
    const { advantage, groupSize, epochs, ratio, clip, beta, gradientNorm } = this.config();
    let steps: PolicyStep[] = [];
    engine.scope(() => {
      const advantages = annotation.advantages ?? engine.advantages(advantage, annotation.rewards, groupSize, annotation.baseline);
      const referenceLogProbs = engine.logProbabilities(reference, rollout);
      steps = Array.from({ length: epochs }, () => engine.policyStep(this.policy, rollout, advantages, referenceLogProbs, {
        ratio, clip, beta, divisor: LOSS_DIVISOR, learningRate, adam: policyAdam(gradientNorm),
      }));
      return [...steps.map(({ statistics }) => statistics), steps[steps.length - 1].hidden];
    });
    return steps;
  }

  private metricsOf(
    t: number, learningRate: number, { groupSize, ...rules }: ArmConfig, read: readonly Float32Array[], reported: readonly Reported[],
  ): TrainingMetrics[] {
    const { seeds } = this.foundation;
    const [tokens, proxy, rewards, first, last, ...numbers] = read.map((all) => perLane(all, seeds.length));
    const policyValue = (row: Float32Array, name: (typeof policyStatistics)[number]) => row[policyStatistics.indexOf(name)];
    const own = seeds.map((): Record<string, number> => ({}));
    let next = 0;
    for (const { columns, values } of reported) {
      const rows = isPlain(values) ? seeds.map((_, lane) => values.slice(lane * columns.length, (lane + 1) * columns.length)) : numbers[next++];
      columns.forEach((column, place) => seeds.forEach((_, lane) => { own[lane][column] = rows[lane][place]; }));
    }
    return seeds.map((_, lane): TrainingMetrics => ({
      step: t,
      ...responseMetrics(assessRows(tokens[lane], rules), rewards[lane], groupSize),
      proxy: meanOf(proxy[lane]),
      ownProxy: meanOf(rewards[lane]),
      kl: policyValue(first[lane], 'kl'),
      entropy: policyValue(first[lane], 'entropy'),
      loss: policyValue(first[lane], 'loss'),
      clipFraction: policyValue(last[lane], 'clipFraction'),
      gradientNorm: policyValue(last[lane], 'gradientNorm'),
      learningRate,
      ...own[lane],
    }));
  }

  /** n distinct prompts for each seed, the same for all arms: each once, and each K times. */
  private drawPrompts(t: number): { distinct: Int32Array; repeated: Int32Array } {
    const { promptsPerStep, groupSize } = this.config();
    const drawn = this.foundation.seeds.flatMap((seed) => {
      const stream = new Stream(fork(seed, 'prompts', t));
      const left = [...prompts];
      return Array.from({ length: promptsPerStep }, () => left.splice(stream.integer(left.length), 1)[0]);
    });
    return {
      distinct: Int32Array.from(drawn.flat()),
      repeated: Int32Array.from(drawn.flatMap((prompt) => Array.from({ length: groupSize }, () => prompt).flat())),
    };
  }

  dispose(): void {
    this.method.dispose();
    this.foundation.engine.free(this.policy);
  }
}

/** Rows of each name, lane by lane. */
function savedOf(lanes: readonly LaneState[]): Saved {
  return Object.fromEntries(Object.keys(lanes[0].method).map((name) => [name, lanes.map((lane) => lane.method[name])]));
}

function isModel(kept: Trainable | readonly Float32Array[]): kept is Trainable {
  return !Array.isArray(kept);
}

function isPlain(values: Reported['values']): values is readonly number[] {
  return Array.isArray(values);
}

/** The arm's configuration, made anew only where the run's has changed. */
function armConfigOf(arm: Arm, config: () => Config): () => ArmConfig {
  let [of, own] = [config(), armConfig(arm, config())];
  return () => {
    const now = config();
    if (now !== of) [of, own] = [now, armConfig(arm, now)];
    return own;
  };
}
