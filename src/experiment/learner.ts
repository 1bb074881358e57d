/** One arm in training on all seeds: its policies, its reward, and one RL step (Algorithm 1 of arXiv 2601.22664). */
import type { Config } from '../config/fields.ts';
import type { ArmName } from '../config/names.ts';
import {
  feedbackStatistics, policyStatistics, type DeviceArray, type Engine, type PolicyStep, type Transformer,
} from '../engine/engine.ts';
import { joined, perLane } from '../engine/lanes.ts';
import { fork, Stream } from '../engine/random.ts';
import { methods } from '../methods/index.ts';
import type { Batch, MethodRun } from '../methods/method.ts';
import { policyAdam } from '../rlhf/adam.ts';
import { policyLearningRate } from '../rlhf/schedules.ts';
import { assessRows } from '../world/evaluation.ts';
import { PROMPT_LENGTH, prompts, RESPONSE_LENGTH } from '../world/prompts.ts';
import { meanOf, responseMetrics, type TrainingMetrics } from './metrics.ts';
import { policyShape } from '../methods/shapes.ts';

/** What all arms share: frozen models of every seed, on the device. */
export interface Foundation {
  readonly engine: Engine;
  readonly seeds: readonly number[];
  /** pi_ref. */
  readonly reference: Transformer;
  readonly trunk: Transformer;
  /** The frozen heads, (R, D_rm + 1), on the device and as plain rows. */
  readonly head: DeviceArray;
  readonly heads: readonly Float32Array[];
  /** The held-out pairs: tokens (R, 2 H, S) and RTEs (R, 2 H, D_rm). */
  readonly heldOut: { readonly tokens: DeviceArray; readonly states: DeviceArray };
}

/** The loss is a mean over responses of sums over words, divided by this; the gradient-norm bound is set for it. */
const LOSS_DIVISOR = 8;

export class Learner {
  readonly policy: Transformer;
  readonly method: MethodRun;

  /** `starts` are the policies' starting parameters, one row per seed. */
  constructor(
    readonly arm: ArmName, readonly foundation: Foundation, starts: readonly Float32Array[], private readonly config: () => Config,
  ) {
    const { engine, seeds, heads } = foundation;
    this.policy = engine.createTransformer(policyShape(config()), joined(starts));
    this.method = methods[arm].start({ engine, config, seeds, heads });
  }

  /** Enqueues RL step t (counted from 1); the promise brings each seed's metrics. */
  step(t: number): Promise<TrainingMetrics[]> {
    const { engine, seeds, reference, trunk, head } = this.foundation;
    const config = this.config();
    const learningRate = policyLearningRate(config, t - 1);
    const asked = this.drawPrompts(t);
    const arrays = engine.scope(() => {
      const rollout = engine.rollout(this.policy, {
        prompts: asked.repeated, promptLength: PROMPT_LENGTH, responseLength: RESPONSE_LENGTH, temperature: config.temperature,
        keys: Uint32Array.from(seeds, (seed) => fork(seed, 'rollout', t)),
      });
      const states = engine.finalStates(trunk, rollout.tokens);
      const frozenRewards = engine.headRewards(head, states, 1);
      const batch: Batch = { rollout, tokens: rollout.tokens, hidden: rollout.hidden, states, frozenRewards, t };
      const rewards = this.method.annotate(batch, batch);
      const greedy = config.advantage === 'remax' ? this.greedyRewards(asked.distinct, batch) : null;
      const advantages = engine.advantages(config.advantage, rewards, config.groupSize, greedy);
      const referenceLogProbs = engine.logProbabilities(reference, rollout);
      const epochs = Array.from({ length: config.epochs }, (): PolicyStep =>
        engine.policyStep(this.policy, rollout, advantages, referenceLogProbs, {
          ratio: config.ratio, clip: config.clip, beta: config.beta, divisor: LOSS_DIVISOR,
          learningRate, adam: policyAdam(config.gradientNorm),
        }));
      const last = epochs[epochs.length - 1];
      const feedback = this.method.afterPolicyStep(batch, rewards, last.hidden);
      const kept = [rollout.tokens, frozenRewards, rewards, epochs[0].statistics, last.statistics];
      return feedback ? [...kept, feedback] : kept;
    });
    return this.collect(t, learningRate, arrays);
  }

  private async collect(t: number, learningRate: number, arrays: readonly DeviceArray[]): Promise<TrainingMetrics[]> {
    const { engine, seeds } = this.foundation;
    const config = this.config();
    const values = (await engine.read(arrays).finally(() => engine.free(...arrays))).map((all) => perLane(all, seeds.length));
    const [tokens, proxy, rewards, first, last] = values;
    const feedback = values.at(5);
    const policyValue = (row: Float32Array, name: (typeof policyStatistics)[number]) => row[policyStatistics.indexOf(name)];
    const feedbackValue = (lane: number, name: (typeof feedbackStatistics)[number]) =>
      feedback ? feedback[lane][feedbackStatistics.indexOf(name)] : null;
    return seeds.map((_, lane) => {
      return {
        step: t,
        ...responseMetrics(assessRows(tokens[lane], config), rewards[lane], config.groupSize),
        proxy: meanOf(proxy[lane]),
        ownProxy: meanOf(rewards[lane]),
        kl: policyValue(first[lane], 'kl'),
        entropy: policyValue(first[lane], 'entropy'),
        loss: policyValue(first[lane], 'loss'),
        clipFraction: policyValue(last[lane], 'clipFraction'),
        gradientNorm: policyValue(last[lane], 'gradientNorm'),
        learningRate,
        omega: this.method.omega(t),
        rewardLoss: feedbackValue(lane, 'loss'),
        bradleyTerry: feedbackValue(lane, 'bt'),
        groupRewardEntropy: feedbackValue(lane, 'gre'),
        rewardGradientNorm: feedbackValue(lane, 'gradientNorm'),
      };
    });
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

  /** ReMax's baseline: the reward of the most probable response to each prompt, (R, n). */
  private greedyRewards(distinct: Int32Array, batch: Batch): DeviceArray {
    const { engine, seeds, trunk, head } = this.foundation;
    const rollout = engine.rollout(this.policy, {
      prompts: distinct, promptLength: PROMPT_LENGTH, responseLength: RESPONSE_LENGTH, temperature: 0, keys: new Uint32Array(seeds.length),
    });
    const states = engine.finalStates(trunk, rollout.tokens);
    return this.method.annotate({
      tokens: rollout.tokens, hidden: rollout.hidden, states, t: batch.t,
      // Computed only for an arm that reads them.
      get frozenRewards() { return engine.headRewards(head, states, 1); },
    }, batch);
  }

  dispose(): void {
    this.method.dispose();
    this.foundation.engine.free(this.policy);
  }
}
