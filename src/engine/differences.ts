/** Material for tests of gradients: an engine's derivatives beside finite differences of its own losses. */
import type { Arithmetic } from './arithmetic.ts';
import { feedbackLayout, transformerLayout } from './layout.ts';
import { fork, Stream } from './random.ts';

export function normal(size: number, deviation: number, ...path: (string | number)[]): Float32Array<ArrayBuffer> {
  const stream = new Stream(fork(11, ...path));
  return Float32Array.from({ length: size }, () => deviation * stream.normal());
}

/** A loss's derivative along one direction: by differences, and by the gradient. */
export interface Derivative {
  readonly name: string;
  readonly measured: number;
  readonly claimed: number;
}

/** Half width of the central difference: float32 rounding and curvature are both small beside it. */
const STEP = 1e-2;

/** Along one random direction in each of the parts: all of `at` where there is no layout. */
async function derivatives(
  at: Float32Array, parts: readonly { readonly name: string; readonly offset: number; readonly size: number }[],
  loss: (moved: Float32Array<ArrayBuffer>) => Promise<number>, gradient: Float32Array,
): Promise<Derivative[]> {
  const found: Derivative[] = [];
  for (const { name, offset, size } of parts) {
    const direction = new Float32Array(at.length);
    direction.set(normal(size, 1 / Math.sqrt(size), 'direction', name), offset);
    const moved = (by: number) => Float32Array.from(at, (value, i) => value + by * direction[i]);
    const measured = ((await loss(moved(STEP))) - (await loss(moved(-STEP)))) / (2 * STEP);
    found.push({ name, measured, claimed: gradient.reduce((sum, value, i) => sum + value * direction[i], 0) });
  }
  return found;
}

/** Of the language-model loss, in every parameter block. One response ends early. */
export async function languageModelDerivatives(arithmetic: Arithmetic, width: number, heads: number): Promise<Derivative[]> {
  const shape = { vocabulary: 9, width, layers: 2, heads, positions: 7 };
  const layout = transformerLayout(shape);
  const parameters = normal(layout.size, 0.5, 'parameters');
  const tokens = Int32Array.of(3, 4, 5, 6, 7, 1, 0, 8, 2, 2, 5, 3, 3, 1);
  const check = { shape, tokens, batch: 2, length: 7, promptLength: 2 };
  const { gradient } = await arithmetic.transformer({ ...check, parameters });
  return derivatives(parameters, layout.entries, async (moved) => (await arithmetic.transformer({ ...check, parameters: moved })).loss, gradient);
}

/** Of R2M's rewards, in every parameter block. */
export async function feedbackDerivatives(arithmetic: Arithmetic): Promise<Derivative[]> {
  const shape = { policyWidth: 6, trunkWidth: 5, attentionWidth: 4 };
  const layout = feedbackLayout(shape);
  const parameters = normal(layout.size, 0.7, 'feedback');
  const upstreamRewards = normal(3, 1, 'upstream');
  const check = {
    shape, batch: 3, length: 4, states: normal(15, 1, 'states'), hidden: normal(72, 1, 'hidden'), omega: 0.6,
    mask: Float32Array.of(1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 0), upstreamAggregated: new Float32Array(15), upstreamRewards,
  };
  const { gradient } = await arithmetic.feedback({ ...check, parameters });
  const loss = async (moved: Float32Array) => {
    const { rewards } = await arithmetic.feedback({ ...check, parameters: moved });
    return rewards.reduce((sum, reward, i) => sum + reward * upstreamRewards[i], 0);
  };
  return derivatives(parameters, layout.entries, loss, gradient);
}

/** Of the policy objective in the logits, where the clip is wide enough not to bend it; `eachToken`: each has its own advantage. */
export async function policyDerivatives(arithmetic: Arithmetic, ratio: 'token' | 'sequence', eachToken = false): Promise<Derivative[]> {
  const [batch, length, vocabulary] = [3, 4, 7];
  const size = batch * length * vocabulary;
  const logits = normal(size, 1, 'logits');
  const check = {
    batch, length, vocabulary, ratio, clip: 5, beta: 0.3, divisor: 2,
    oldLogits: Float32Array.from(logits, (value, i) => value + 0.1 * Math.sin(i)), referenceLogits: normal(size, 1, 'reference'),
    tokens: Int32Array.from({ length: batch * length }, (_, i) => 1 + (i % (vocabulary - 1))),
    mask: Float32Array.from({ length: batch * length }, (_, i) => (i === 3 || i > 9 ? 0 : 1)), advantages: normal(eachToken ? batch * length : batch, 1, 'advantages'),
  };
  const { gradient } = await arithmetic.policyObjective({ ...check, logits });
  const loss = async (moved: Float32Array<ArrayBuffer>) => (await arithmetic.policyObjective({ ...check, logits: moved })).loss;
  const rows = Array.from({ length: batch * length }, (_, i) => ({ name: `row ${i}`, offset: i * vocabulary, size: vocabulary }));
  return derivatives(logits, rows, loss, gradient);
}

/** Of GREBT in the rewards, and of Bradley and Terry's loss in the head. */
export async function rewardDerivatives(arithmetic: Arithmetic): Promise<Derivative[]> {
  const rewards = normal(12, 1, 'rewards');
  const judged = { annotated: normal(12, 1, 'annotated'), groupSize: 4, alpha: 0.4 };
  const grebt = await arithmetic.grebt({ ...judged, rewards });
  const pairs = { differences: normal(40, 1, 'differences'), weights: Float32Array.from({ length: 8 }, (_, i) => (1 + i) / 36) };
  const head = normal(5, 1, 'head');
  const fit = await arithmetic.bradleyTerry({ ...pairs, head });
  return [
    ...await derivatives(rewards, [{ name: 'rewards', offset: 0, size: 12 }], async (moved) => (await arithmetic.grebt({ ...judged, rewards: moved })).loss, grebt.gradient),
    ...await derivatives(head, [{ name: 'head', offset: 0, size: 5 }], async (moved) => (await arithmetic.bradleyTerry({ ...pairs, head: moved })).loss, fit.gradient),
  ];
}
