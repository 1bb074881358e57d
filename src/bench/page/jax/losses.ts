/** The policy's and the reward model's losses, lanes first: sums over lanes, so that each lane gets its own gradient. */
import { lax, nn, numpy as np } from '@jax-js/jax';
import { PAD } from '../../../world/words.ts';
import type { Problem } from '../contender.ts';
import { oneHot } from './transformer.ts';
import type { Weights } from './weights.ts';

const MASKED = -1e9;
const GRPO_EPSILON = 1e-4;
const DEVIATION_FLOOR = 1e-4;

export type PolicyBatch = {
  /** Whole rows (R, B, S), float32. */
  tokens: np.Array;
  /** (R, B, L) */
  oldLogProbs: np.Array;
  /** (R, B, L, V) */
  referenceLogProbs: np.Array;
  /** (R, B) */
  advantages: np.Array;
};

/** (R): Eq. 2 with the ratio of each token; `logits` is (R, B, L, V), `response` (R, B, L). */
export function policyLoss(problem: Problem, logits: np.Array, response: np.Array, batch: Omit<PolicyBatch, 'tokens'>): np.Array {
  const { clip, beta, divisor } = problem.policyObjective;
  const mask = np.notEqual(response.ref, PAD).astype(np.float32);
  const logProbs = nn.logSoftmax(logits);
  const chosen = logProbs.ref.mul(oneHot(response, problem.policyShape.vocabulary)).sum(3);
  const ratio = np.exp(chosen.sub(batch.oldLogProbs).mul(mask.ref));
  const advantage = np.expandDims(batch.advantages, 2);
  const clipped = np.clip(ratio.ref, 1 - clip, 1 + clip).mul(advantage.ref);
  const surrogate = np.minimum(ratio.mul(advantage), clipped);
  const kl = np.exp(logProbs.ref).mul(logProbs.sub(batch.referenceLogProbs)).sum(3);
  return kl.mul(beta).sub(surrogate).mul(mask).sum(2).mean(1).div(divisor);
}

/** phi(H_fin), Eqs. 3 and 4, (R, B). `states` is (R, B, D_rm), `hidden` (R, B, S, D_p), `mask` (R, B, S). */
export function feedbackRewards(problem: Problem, weights: Weights, states: np.Array, hidden: np.Array, mask: np.Array): np.Array {
  const { lanes, batch, omega, feedbackShape: { attentionWidth: d, policyWidth } } = problem;
  const length = mask.shape[2];
  const h = hidden.reshape([lanes, batch * length, policyWidth]);
  const query = np.matmul(states.ref, weights.Wq.ref).reshape([lanes * batch, 1, d]);
  const key = np.matmul(h.ref, weights.Wk.ref).reshape([lanes * batch, length, d]);
  const value = np.matmul(h, weights.Wv.ref).reshape([lanes * batch, length, d]);
  const padding = np.subtract(1, mask).mul(MASKED).reshape([lanes * batch, 1, length]);
  const scores = np.matmul(query, np.swapaxes(key, -1, -2)).mul(1 / Math.sqrt(d)).add(padding);
  const context = np.matmul(nn.softmax(scores), value).reshape([lanes, batch, d]);
  const aggregated = np.matmul(context, weights.Wo.ref);
  return score(weights, aggregated.mul(1 - omega).add(states.mul(omega)));
}

/** phi: (R, B, D_rm) -> (R, B) */
export function score(weights: Weights, states: np.Array): np.Array {
  return np.matmul(states, np.swapaxes(weights.head.ref, -1, -2)).add(weights['head.bias'].ref).sum(2);
}

/** (R, n, K) */
function standardised(rewards: np.Array, groupSize: number, denominator: (deviation: np.Array) => np.Array): np.Array {
  const [lanes, batch] = rewards.shape;
  const groups = rewards.reshape([lanes, batch / groupSize, groupSize]);
  const centred = groups.ref.sub(groups.mean(2, { keepdims: true }));
  const deviation = np.sqrt(np.square(centred.ref).mean(2, { keepdims: true }));
  return centred.div(denominator(deviation));
}

/** GRPO's advantages, (R, B). */
export function groupAdvantages(rewards: np.Array, groupSize: number): np.Array {
  const { shape } = rewards;
  return standardised(rewards, groupSize, (deviation) => deviation.add(GRPO_EPSILON)).reshape(shape);
}

/** (R): GREBT, Eqs. 5 to 7: the pairs come from `annotated`, the losses from `rewards`, (R, B) each. */
export function grebtLoss({ lanes, batch, groupSize, feedbackObjective }: Problem, rewards: np.Array, annotated: np.Array): np.Array {
  const { alpha } = feedbackObjective;
  const groups = [lanes, batch / groupSize, groupSize];
  const judged = lax.stopGradient(annotated).reshape(groups);
  const pick = (index: np.Array) => oneHot(index.astype(np.float32), groupSize);
  const preference = pick(np.argmax(judged.ref, 2)).sub(pick(np.argmin(judged, 2)));
  const margin = rewards.ref.reshape(groups).mul(preference).sum(2);
  const bt = nn.softplus(margin.neg()).mean(1);
  const logShare = nn.logSoftmax(standardised(rewards, groupSize, (deviation) => np.maximum(deviation, DEVIATION_FLOOR)));
  const gre = np.exp(logShare.ref).mul(logShare).sum(2).neg().mean(1);
  return bt.mul(1 - alpha).add(gre.mul(alpha));
}
