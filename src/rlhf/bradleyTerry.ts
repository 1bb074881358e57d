/** The scoring head phi, linear on a response's features: its loss on labelled pairs (Bradley and Terry 1952), its scores and their scale. */
import type { BradleyTerryCheck, BradleyTerryOutcome } from '../engine/arithmetic.ts';
import { headLayout } from '../engine/layout.ts';
import type { Plain } from './plain.ts';

/** Weighted sum of -log sigmoid(r_w - r_l), and its gradient in the head's weights. */
export function bradleyTerry({ head, differences, weights }: Plain<BradleyTerryCheck>): Plain<BradleyTerryOutcome> {
  const width = head.length;
  const gradient = new Float64Array(width);
  let loss = 0;
  for (let pair = 0; pair < weights.length; pair++) {
    let margin = 0;
    for (let i = 0; i < width; i++) margin += head[i] * differences[pair * width + i];
    loss += weights[pair] * (Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin))));
    const slope = -weights[pair] / (1 + Math.exp(margin));
    for (let i = 0; i < width; i++) gradient[i] += slope * differences[pair * width + i];
  }
  return { loss, gradient };
}

/** The head's score of each row of `states` (B, D_rm): (B). */
export function scoreHead(head: ArrayLike<number>, states: ArrayLike<number>, width: number): Float64Array {
  const layout = headLayout(width);
  const { offset } = layout.at('head');
  const bias = head[layout.at('head.bias').offset];
  return Float64Array.from({ length: states.length / width }, (_, row) => {
    let score = bias;
    for (let i = 0; i < width; i++) score += head[offset + i] * states[row * width + i];
    return score;
  });
}

/** Of a head's scores. */
export interface Scale {
  readonly mean: number;
  /** Population. */
  readonly deviation: number;
}

/** Of the scores of `states` (B, D_rm). Throws a RangeError where the head scores all of them alike. */
export function scaleOf(head: ArrayLike<number>, states: ArrayLike<number>, width: number): Scale {
  const scores = scoreHead(head, states, width);
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  if (!(deviation > 0)) throw new RangeError('the scoring head gives every SFT sample the same score');
  return { mean, deviation };
}

/** The head whose score is the given one's minus the mean, over the deviation. */
export function rescaled(head: Float32Array, { mean, deviation }: Scale, width: number): Float32Array {
  const bias = headLayout(width).at('head.bias').offset;
  const scaled = head.map((value) => value / deviation);
  scaled[bias] = (head[bias] - mean) / deviation;
  return scaled;
}

/** Shifts and scales a head so that `states` (B, D_rm), those of SFT samples, score mean 0 and deviation 1. Throws as `scaleOf` does. */
export function standardiseHead(head: Float32Array, states: ArrayLike<number>, width: number): Float32Array {
  return rescaled(head, scaleOf(head, states, width), width);
}

/** Features of preferred minus other responses, (N, F); `states` (2 N, F), the two responses of a pair being neighbours. */
export function preferredMinusOther(
  { states, firstPreferred }: { readonly states: ArrayLike<number>; readonly firstPreferred: readonly boolean[] }, width: number,
): Float32Array {
  const differences = new Float32Array(firstPreferred.length * width);
  firstPreferred.forEach((first, pair) => {
    const [preferred, other] = first ? [2 * pair, 2 * pair + 1] : [2 * pair + 1, 2 * pair];
    for (let i = 0; i < width; i++) differences[pair * width + i] = states[preferred * width + i] - states[other * width + i];
  });
  return differences;
}
