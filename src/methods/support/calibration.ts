/** The number of unsupported words as one more input of the scoring head, behind the trunk's states. */
import type { ChoiceField } from '../../config/fields.ts';
import type { DeviceArray } from '../../engine/engine.ts';
import { perLane } from '../../engine/lanes.ts';
import { headLayout } from '../../engine/layout.ts';
import { preferredMinusOther, rescaled, scaleOf, type Scale } from '../../rlhf/bradleyTerry.ts';
import { fitFeatures, type HeadFit } from '../../rlhf/headFit.ts';
import { ROW_LENGTH } from '../../world/prompts.ts';
import type { AnyLab, MethodChart } from '../method.ts';
import { referenceLogProbs, unsupportedWords } from './counting.ts';

export const signField = {
  type: 'choice', options: ['negative', 'free'], titles: { negative: 'Never a reward', free: 'As the labels say' }, default: 'negative', group: 'Method', effect: 'run', label: 'Sign of the count’s weight',
  help: 'Whether the fit may find that unsupported words are good. Among the starting policy’s own responses they can be, without being so where the policy goes.',
} as const satisfies ChoiceField;

export const weightChart: MethodChart = {
  title: 'Weight of an unsupported word', unit: 'reward', column: 'countWeight',
  look: () => 'What the labels made of one unsupported word, in units of the judge’s spread among the starting policy’s responses. Below zero it is a penalty, which nobody chose.',
};

/** States (N, D_rm) with the counts (N) behind them: (N, D_rm + 1). */
export function withCounts(states: ArrayLike<number>, counts: ArrayLike<number>): Float32Array {
  const width = states.length / counts.length;
  return Float32Array.from({ length: states.length + counts.length }, (_, i) => {
    const [row, column] = [Math.floor(i / (width + 1)), i % (width + 1)];
    return column < width ? states[row * width + column] : counts[row];
  });
}

/** A head of D_rm + 1 features as one of the states (D_rm + 1, in `headLayout`), and v. */
export function countApart(head: Float32Array, trunkWidth: number): { readonly head: Float32Array; readonly weight: number } {
  const [whole, states] = [headLayout(trunkWidth + 1), headLayout(trunkWidth)];
  const weights = whole.at('head').offset;
  const parameters = new Float32Array(states.size);
  parameters.set(head.subarray(weights, weights + trunkWidth), states.at('head').offset);
  parameters[states.at('head.bias').offset] = head[whole.at('head.bias').offset];
  return { head: parameters, weight: head[weights + trunkWidth] };
}

/** Brings v back to at most 0, where the sign is negative. */
export function projection(sign: string, trunkWidth: number): HeadFit['project'] {
  return sign === 'negative' ? (head) => { head[trunkWidth] = Math.min(head[trunkWidth], 0); } : undefined;
}

/** One lane's head of F features, both (F + 1) in `headLayout`. */
export interface FittedHead {
  /** As it was fitted: a pair's margin is what Bradley and Terry say in these units. */
  readonly fitted: Float32Array;
  /** As it gives rewards, SFT samples having mean 0 and deviation 1. */
  readonly standard: Float32Array;
  /** What leads from the one to the other. */
  readonly scale: Scale;
  /** Of the responses of the labelled pairs, (2 N, F). */
  readonly features: Float32Array;
}

/** Fits each lane's head, the count included, to its labelled pairs. */
export async function calibrate(
  { engine, seeds, models, pairs, samples, config }: AnyLab, eps: number, sign: string,
): Promise<FittedHead[]> {
  const { trunkWidth } = config();
  const width = trunkWidth + 1;
  const arrays = engine.scope(() => [pairs, samples].map((rows) => {
    const words = Int32Array.from(rows.flatMap(({ tokens }) => [...tokens]));
    return referenceLogProbs({ engine, models }, engine.upload(words, [seeds.length, words.length / seeds.length / ROW_LENGTH, ROW_LENGTH]));
  }));
  const [ofPairs, ofSamples] = (await engine.read(arrays).finally(() => engine.free(...arrays))).map((values) => perLane(values, seeds.length));
  const features = (logProbs: Float32Array, states: Float32Array, { shape }: DeviceArray) => withCounts(states, unsupportedWords(logProbs, shape[2], eps));
  return seeds.map((seed, lane): FittedHead => {
    const labelled = features(ofPairs[lane], pairs[lane].states, arrays[0]);
    const differences = preferredMinusOther({ states: labelled, firstPreferred: pairs[lane].firstPreferred }, width);
    const fitted = Float32Array.from([...fitFeatures(config(), seed, differences, width, projection(sign, trunkWidth)), 0]);
    const scale = scaleOf(fitted, features(ofSamples[lane], samples[lane].states, arrays[1]), width);
    return { fitted, scale, standard: rescaled(fitted, scale, width), features: labelled };
  });
}
