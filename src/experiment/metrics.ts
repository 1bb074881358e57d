/** What is measured of a lane, at evaluations and at every RL step. */
import type { ArmName } from '../config/names.ts';
import { armOf } from '../settings/arms.ts';
import { pairAccuracy } from '../rlhf/accuracy.ts';
import type { Assessment } from '../world/evaluation.ts';
import type { GoldParts } from '../world/gold.ts';

/** Means of gold's parts, which add up to it: `goldContent`, `goldFlow`, ... */
type PartMetrics = { [Part in keyof GoldParts as `gold${Capitalize<Part>}`]: number };

/** Means over a batch of responses. */
interface BatchMetrics extends PartMetrics {
  step: number;
  gold: number;
  /** The frozen reward model's score, whatever the arm: the same units for all. */
  proxy: number;
  /** The arm's own reward model's score. */
  ownProxy: number;
  /** KL(pi || ref) in nats, exact at each position, summed over a response. */
  kl: number;
  /** Words without EOS. */
  length: number;
  styleWords: number;
  /** Nats, summed over a response. */
  entropy: number;
  /** Share of pairs of the policy's own responses (same prompt) that the arm's reward orders as gold does; null where there is no pair. */
  onPolicyAccuracy: number | null;
}

/** Measured on fresh samples of every prompt at an evaluation. */
export interface EvaluationMetrics extends BatchMetrics {
  /** Share of held-out SFT pairs that the arm's reward orders as gold does. */
  heldOutAccuracy: number;
  /** Pairs that gold has labelled for this lane so far, through the counted door. */
  goldQueries: number;
}

/** Measured on the training batch of one RL step, and whatever the arm's method reports besides. */
export interface TrainingMetrics extends BatchMetrics {
  loss: number;
  clipFraction: number;
  gradientNorm: number;
  learningRate: number;
  [reported: string]: number | null;
}

const batchKeys = {
  step: true, gold: true, goldContent: true, goldFlow: true, goldLength: true, goldStyle: true, goldRepeats: true, goldOffTopic: true, goldEnding: true,
  proxy: true, ownProxy: true, kl: true, length: true, styleWords: true, entropy: true, onPolicyAccuracy: true,
} satisfies Record<keyof BatchMetrics, true>;

/** Every metric of an evaluation. */
export const evaluationKeys = Object.keys(
  { ...batchKeys, heldOutAccuracy: true, goldQueries: true } satisfies Record<keyof EvaluationMetrics, true>,
) as readonly (keyof EvaluationMetrics)[];
/** Every metric of a training batch that all arms have. */
export const trainingKeys: readonly string[] = Object.keys({ ...batchKeys, loss: true, clipFraction: true, gradientNorm: true, learningRate: true });

/** Every metric of an arm's training batches. */
export function trainingKeysOf(arm: ArmName): readonly string[] {
  return [...trainingKeys, ...armOf(arm).method.reports];
}

type ResponseMetrics = PartMetrics & Pick<BatchMetrics, 'gold' | 'length' | 'styleWords' | 'onPolicyAccuracy'>;

/** What words and gold say of a batch of responses, in runs of `groupSize` to the same prompt; `rewards` are the arm's own. */
export function responseMetrics(responses: readonly Assessment[], rewards: ArrayLike<number>, groupSize: number): ResponseMetrics {
  const mean = (of: (response: Assessment) => number) => meanOf(responses.map(of));
  const accuracy = pairAccuracy(rewards, responses.map(({ gold }) => gold), groupSize);
  return {
    gold: mean(({ gold }) => gold),
    goldContent: mean(({ parts }) => parts.content),
    goldFlow: mean(({ parts }) => parts.flow),
    goldLength: mean(({ parts }) => parts.length),
    goldStyle: mean(({ parts }) => parts.style),
    goldRepeats: mean(({ parts }) => parts.repeats),
    goldOffTopic: mean(({ parts }) => parts.offTopic),
    goldEnding: mean(({ parts }) => parts.ending),
    length: mean(({ length }) => length),
    styleWords: mean(({ styleWords }) => styleWords),
    // Plain data has no NaN.
    onPolicyAccuracy: Number.isNaN(accuracy) ? null : accuracy,
  };
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
