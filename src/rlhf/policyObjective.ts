/** The clipped policy objective with exact KL (Eq. 2 of arXiv 2601.22664), and its gradient in the logits. */
import type { PolicyCheck, PolicyOutcome } from '../engine/arithmetic.ts';
import type { Plain } from './plain.ts';

/**
 * Loss: mean over responses of (-surrogate + beta KL), divided by `divisor`. The surrogate of a response is
 * min(rho A, clip(rho) A), for each token and summed, or once with rho of the whole response. The KL is exact over the
 * vocabulary at each position that the mask keeps, summed over positions. By token, A may be each token's own.
 */
export function policyObjective(check: Plain<PolicyCheck>): Plain<PolicyOutcome> {
  const { batch, length, vocabulary, tokens, mask, advantages, beta, divisor, clip } = check;
  const bySequence = check.ratio === 'sequence';
  const ratio = new Float64Array(bySequence ? batch : batch * length);
  const surrogate = new Float64Array(batch);
  const kl = new Float64Array(batch);
  const gradient = new Float64Array(batch * length * vocabulary);
  const weight = 1 / (batch * divisor);

  for (let b = 0; b < batch; b++) {
    const positions = Array.from({ length }, (_, l) => b * length + l);
    const kept = positions.filter((position) => mask[position] > 0);
    const logP = new Map(kept.map((position) => [position, logSoftmax(check.logits, position, vocabulary)]));
    const logRatio = (position: number) => {
      const now = logP.get(position);
      if (!now) return 0;
      const before = logSoftmax(check.oldLogits, position, vocabulary);
      return now[tokens[position]] - before[tokens[position]];
    };

    // dSurrogate / dlog pi(token): rho A where the ratio is not clipped, else 0.
    const slopes = new Map<number, number>();
    if (bySequence) {
      ratio[b] = Math.exp(positions.reduce((sum, position) => sum + logRatio(position), 0));
      const { value, slope } = clippedSurrogate(ratio[b], advantages[b], clip);
      surrogate[b] = value;
      kept.forEach((position) => slopes.set(position, slope));
    } else {
      for (const position of positions) {
        ratio[position] = Math.exp(logRatio(position));
        if (!logP.has(position)) continue;
        const advantage = advantages[advantages.length === batch ? b : position];
        const { value, slope } = clippedSurrogate(ratio[position], advantage, clip);
        surrogate[b] += value;
        slopes.set(position, slope);
      }
    }

    for (const [position, now] of logP) {
      const reference = logSoftmax(check.referenceLogits, position, vocabulary);
      const divergence = now.reduce((sum, l, v) => sum + Math.exp(l) * (l - reference[v]), 0);
      kl[b] += divergence;
      const slope = slopes.get(position) ?? 0;
      now.forEach((l, v) => {
        const p = Math.exp(l);
        const inSurrogate = slope * ((v === tokens[position] ? 1 : 0) - p);
        const inDivergence = p * (l - reference[v] - divergence);
        gradient[position * vocabulary + v] = weight * (beta * inDivergence - inSurrogate);
      });
    }
  }
  const loss = weight * surrogate.reduce((sum, value, b) => sum - value + beta * kl[b], 0);
  return { ratio, surrogate, kl, loss, gradient };
}

/** min(rho A, clip(rho, 1 - eps, 1 + eps) A), and its derivative in log rho. */
function clippedSurrogate(rho: number, advantage: number, clip: number): { value: number; slope: number } {
  const free = rho * advantage;
  const clipped = Math.min(Math.max(rho, 1 - clip), 1 + clip) * advantage;
  return free <= clipped ? { value: free, slope: free } : { value: clipped, slope: 0 };
}

/** Log softmax of row `position` of (., vocabulary). */
function logSoftmax(logits: ArrayLike<number>, position: number, vocabulary: number): Float64Array {
  const row = Float64Array.from({ length: vocabulary }, (_, v) => logits[position * vocabulary + v]);
  const highest = row.reduce((a, b) => Math.max(a, b));
  const logSum = highest + Math.log(row.reduce((sum, logit) => sum + Math.exp(logit - highest), 0));
  return row.map((logit) => logit - logSum);
}
