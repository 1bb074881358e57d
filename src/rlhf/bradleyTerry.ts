/** The scoring head phi: linear on the trunk's final states, fitted to labelled pairs (Bradley and Terry 1952). */
import { headLayout } from '../engine/layout.ts';
import type { Stream } from '../engine/random.ts';
import { decayToTenth } from './schedules.ts';

export interface HeadProblem {
  /** D_rm */
  readonly width: number;
  /** States of the preferred and of the other response of each pair, (N, D_rm) each. */
  readonly winners: ArrayLike<number>;
  readonly losers: ArrayLike<number>;
  readonly steps: number;
  /** Pairs per step, drawn with replacement. */
  readonly batch: number;
  /** Of the first step; decays linearly to 10 %. */
  readonly learningRate: number;
  /** AdamW's decoupled weight decay. */
  readonly weightDecay: number;
  readonly stream: Stream;
}

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/**
 * Fits the weights by AdamW on the mean of -log sigmoid(r_w - r_l), from U(+-1/sqrt(D_rm)).
 * Returns a head (D_rm + 1) in `headLayout`; a difference of rewards does not see the bias, which stays 0.
 */
export function fitHead(problem: HeadProblem): Float32Array {
  const { width, winners, losers, steps, batch, weightDecay, stream } = problem;
  const pairs = winners.length / width;
  const bound = 1 / Math.sqrt(width);
  const weights = Float64Array.from({ length: width }, () => bound * (2 * stream.uniform() - 1));
  const differences = Float64Array.from({ length: winners.length }, (_, i) => winners[i] - losers[i]);
  const first = new Float64Array(width);
  const second = new Float64Array(width);
  for (let step = 0; step < steps; step++) {
    const drawn = Array.from({ length: batch }, () => stream.integer(pairs));
    const gradient = bradleyTerry(weights, differences, drawn).gradient;
    const rate = problem.learningRate * decayToTenth(step, steps);
    const correct1 = 1 - ADAM.beta1 ** (step + 1);
    const correct2 = 1 - ADAM.beta2 ** (step + 1);
    for (let i = 0; i < width; i++) {
      first[i] = ADAM.beta1 * first[i] + (1 - ADAM.beta1) * gradient[i];
      second[i] = ADAM.beta2 * second[i] + (1 - ADAM.beta2) * gradient[i] ** 2;
      const move = first[i] / correct1 / (Math.sqrt(second[i] / correct2) + ADAM.epsilon);
      weights[i] -= rate * (move + weightDecay * weights[i]);
    }
  }
  const layout = headLayout(width);
  const head = new Float32Array(layout.size);
  head.set(weights, layout.at('head').offset);
  return head;
}

/** Mean loss of the drawn pairs, and its gradient in the weights. `differences` (N, D_rm): winner minus loser. */
export function bradleyTerry(
  weights: Float64Array, differences: Float64Array, drawn: readonly number[],
): { loss: number; gradient: Float64Array } {
  const width = weights.length;
  const gradient = new Float64Array(width);
  let loss = 0;
  for (const pair of drawn) {
    const row = differences.subarray(pair * width, (pair + 1) * width);
    const margin = weights.reduce((sum, weight, i) => sum + weight * row[i], 0);
    loss += (Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)))) / drawn.length;
    const pull = -1 / (1 + Math.exp(margin)) / drawn.length;
    row.forEach((value, i) => { gradient[i] += pull * value; });
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

/**
 * Shifts and scales a head so that `states` (B, D_rm), those of SFT samples, score mean 0 and standard deviation 1
 * (population). Throws a RangeError where the head scores all of them alike.
 */
export function standardiseHead(head: Float32Array, states: ArrayLike<number>, width: number): Float32Array {
  const scores = scoreHead(head, states, width);
  const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  if (!(deviation > 0)) throw new RangeError('the scoring head gives every SFT sample the same score');
  const bias = headLayout(width).at('head.bias').offset;
  const scaled = head.map((value) => value / deviation);
  scaled[bias] = (head[bias] - mean) / deviation;
  return scaled;
}
