/** The same fit in plain numbers: for heads of more features than an engine has at hand, and for their refits. */
import { DEFAULT_ADAM } from './adam.ts';
import { bradleyTerry } from './bradleyTerry.ts';
import { drawnBatch, headStream, initialHead, type HeadRecipe } from './heads.ts';
import { decayToTenth } from './schedules.ts';

export interface HeadFit {
  /** Weights to begin with, (F). */
  readonly from: ArrayLike<number>;
  /** Features of preferred minus other responses, (N, F). */
  readonly differences: ArrayLike<number>;
  readonly steps: number;
  /** What each pair counts at a step, counted from 0: (N), adding up to 1. */
  readonly weights: (step: number) => ArrayLike<number>;
  readonly learningRate: (step: number) => number;
  readonly weightDecay: number;
  /** Called after each step: brings the weights back to where they may be. */
  readonly project?: ((head: Float64Array) => void) | undefined;
}

/** AdamW on the Bradley-Terry loss, with fresh moments: the weights, (F). */
export function fitHead({ from, differences, steps, weights, learningRate, weightDecay, project }: HeadFit): Float64Array {
  const { beta1, beta2, epsilon } = DEFAULT_ADAM;
  const head = Float64Array.from(from);
  const [first, second] = [new Float64Array(head.length), new Float64Array(head.length)];
  for (let step = 0; step < steps; step++) {
    const { gradient } = bradleyTerry({ head, differences, weights: weights(step) });
    const rate = learningRate(step);
    for (let i = 0; i < head.length; i++) {
      first[i] = beta1 * first[i] + (1 - beta1) * gradient[i];
      second[i] = beta2 * second[i] + (1 - beta2) * gradient[i] ** 2;
      const mean = first[i] / (1 - beta1 ** (step + 1));
      const deviation = Math.sqrt(second[i] / (1 - beta2 ** (step + 1)));
      head[i] = head[i] * (1 - rate * weightDecay) - (rate * mean) / (deviation + epsilon);
    }
    project?.(head);
  }
  return head;
}

/**
 * `fitHeads` for one seed, from the same first weights and with the same batches, on `width` features of which those beyond
 * the trunk's states begin with weight 0. `differences` (N, width).
 */
export function fitFeatures(recipe: HeadRecipe, seed: number, differences: ArrayLike<number>, width: number, project?: HeadFit['project']): Float64Array {
  const { trunkWidth, labels, supervisedBatch, headSteps: steps, headLearningRate, headWeightDecay: weightDecay } = recipe;
  const stream = headStream(seed);
  const from = new Float64Array(width);
  from.set(initialHead(trunkWidth, stream).subarray(0, trunkWidth));
  return fitHead({
    from, differences, steps, weightDecay, project,
    weights: () => drawnBatch(labels, supervisedBatch, stream),
    learningRate: (step) => headLearningRate * decayToTenth(step, steps),
  });
}

const REFIT_STEPS = 50;
const REFIT_LEARNING_RATE = 3e-3;

/** Goes on from a fitted head (F) with all pairs at once; `weights` (N) are shares of any sum. */
export function refitHead(
  from: ArrayLike<number>, differences: ArrayLike<number>, weights: ArrayLike<number>, weightDecay: number, project?: HeadFit['project'],
): Float64Array {
  const shares = Float64Array.from(weights);
  const sum = shares.reduce((total, share) => total + share, 0);
  const counted = shares.map((share) => share / sum);
  return fitHead({ from, differences, steps: REFIT_STEPS, weightDecay, project, weights: () => counted, learningRate: () => REFIT_LEARNING_RATE });
}
