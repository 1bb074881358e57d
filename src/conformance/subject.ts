/** What is held against the fixtures: the plain arithmetic, or an engine's. Both answer the same questions. */
import type {
  Arithmetic, BradleyTerryCheck, BradleyTerryOutcome, FeedbackCheck, FeedbackOutcome, GrebtCheck, GrebtOutcome, PolicyCheck, PolicyOutcome, TransformerCheck, TransformerOutcome,
} from '../engine/arithmetic.ts';
import type { AdvantageName } from '../engine/engine.ts';
import { advantages } from '../rlhf/advantages.ts';
import { bradleyTerry } from '../rlhf/bradleyTerry.ts';
import { feedbackReward } from '../rlhf/crossAttention.ts';
import { grebt } from '../rlhf/grebt.ts';
import type { Plain } from '../rlhf/plain.ts';
import { policyObjective } from '../rlhf/policyObjective.ts';

type Numbers = ArrayLike<number>;

export interface Subject {
  /** Name in the report: `plain`, or a backend with its engine. */
  readonly name: string;
  readonly tolerance: number;
  /** Float64, so exact enough to see the rounding of printed numbers. */
  readonly plain: boolean;
  advantages(name: AdvantageName, rewards: Numbers, groupSize: number, greedy: Numbers | null): Promise<Numbers>;
  grebt(check: Plain<GrebtCheck>): Promise<Plain<GrebtOutcome>>;
  bradleyTerry(check: Plain<BradleyTerryCheck>): Promise<Plain<BradleyTerryOutcome>>;
  policyObjective(check: Plain<PolicyCheck>): Promise<Plain<PolicyOutcome>>;
  feedback(check: Plain<FeedbackCheck>): Promise<Plain<FeedbackOutcome>>;
  /** Engines only. */
  transformer?(check: Plain<TransformerCheck>): Promise<Plain<TransformerOutcome>>;
}

export const plainSubject: Subject = {
  name: 'plain',
  tolerance: 1e-9,
  plain: true,
  advantages: async (...check) => advantages(...check),
  grebt: async (check) => grebt(check),
  bradleyTerry: async (check) => bradleyTerry(check),
  policyObjective: async (check) => policyObjective(check),
  feedback: async (check) => feedbackReward(check),
};

const floats = (values: Numbers) => Float32Array.from(values);
const words = (values: Numbers) => Int32Array.from(values);

/** An engine's arithmetic, in float32. */
export function engineSubject(name: string, arithmetic: Arithmetic): Subject {
  return {
    name,
    tolerance: 1e-4,
    plain: false,
    advantages: (method, rewards, groupSize, greedy) => arithmetic.advantages(method, floats(rewards), groupSize, greedy && floats(greedy)),
    grebt: (check) => arithmetic.grebt({ ...check, annotated: floats(check.annotated), rewards: floats(check.rewards) }),
    bradleyTerry: ({ head, differences, weights }) =>
      arithmetic.bradleyTerry({ head: floats(head), differences: floats(differences), weights: floats(weights) }),
    policyObjective: (check) => arithmetic.policyObjective({
      ...check,
      logits: floats(check.logits), oldLogits: floats(check.oldLogits), referenceLogits: floats(check.referenceLogits),
      tokens: words(check.tokens), mask: floats(check.mask), advantages: floats(check.advantages),
    }),
    feedback: (check) => arithmetic.feedback({
      ...check,
      parameters: floats(check.parameters), states: floats(check.states), hidden: floats(check.hidden), mask: floats(check.mask),
      upstreamAggregated: floats(check.upstreamAggregated), upstreamRewards: floats(check.upstreamRewards),
    }),
    transformer: (check) => arithmetic.transformer({ ...check, parameters: floats(check.parameters), tokens: words(check.tokens) }),
  };
}
