/** The losses on logits of one response: the policy's clipped objective with exact KL [2], and cross entropy. */
import { PAD, wordAt } from './group';
import { below, bytes, multiplyAdd, sum4 } from './math';
import { logSoftmax } from './softmax';

/** What is summed over a response's positions. */
@unmanaged
class Terms {
  surrogate: f64;
  kl: f64;
  entropy: f64;
  /** Ratios outside of the clip's bounds, and all of them: tokens or responses. */
  outside: f64;
  counted: f64;
}
export const terms = changetype<Terms>(memory.data(offsetof<Terms>(), 16));

/** Exact KL of a row's distribution to the reference's, and its entropy. */
function compare(logProbs: usize, shares: usize, reference: usize, vocabulary: i32): void {
  let kl4 = f32x4.splat(0), entropy4 = kl4;
  for (let j = 0; j < vocabulary; j += 4) {
    const at = bytes(j), logP = v128.load(logProbs + at), p = v128.load(shares + at);
    kl4 = multiplyAdd(p, gap(logP, reference + at, j, vocabulary), kl4);
    entropy4 = f32x4.sub(entropy4, f32x4.mul(p, logP));
  }
  kl = sum4(kl4);
  entropy = sum4(entropy4);
}
/** Results of `compare`. */
let kl: f32 = 0;
let entropy: f32 = 0;

/** log p - log p_ref. Behind the vocabulary's end, where a reference's row ends, too, 0. */
function gap(logP: v128, reference: usize, j: i32, vocabulary: i32): v128 {
  return v128.and(f32x4.sub(logP, v128.load(reference)), below(j, vocabulary));
}

/** Sets `kl` and `entropy` of `terms`. Rows of logits are `words` floats; those of `reference` (positions x vocabulary) are dense. */
export function divergenceOf(logits: usize, shares: usize, words: i32, positions: i32, vocabulary: i32, mask: usize, reference: usize): void {
  terms.kl = 0;
  terms.entropy = 0;
  for (let l = 0; l < positions; l++) {
    if (load<f32>(mask + bytes(l)) == 0) continue;
    const row = logits + bytes(l * words), share = shares + bytes(l * words);
    logSoftmax(row, share, vocabulary);
    compare(row, share, reference + bytes(l * vocabulary), vocabulary);
    terms.kl += kl;
    terms.entropy += entropy;
  }
}

/** Sums a ratio's part of `terms`; returns d surrogate / d log pi: rho A where the unclipped term is the smaller one. */
function surrogateOf(ratio: f32, advantage: f32, clip: f32): f32 {
  const plain = ratio * advantage, clipped = min(max(ratio, <f32>1 - clip), <f32>1 + clip) * advantage;
  terms.surrogate += min(plain, clipped);
  terms.counted += 1;
  if (!(abs(ratio - 1) <= clip)) terms.outside += 1;
  return plain <= clipped ? plain : 0;
}

/**
 * `terms` of one response, and `weight` times d(-surrogate + beta KL) / d logits in place of the logits. `mask`: floats, 0
 * where a position does not count. `old`: log pi_old of its words. `advantages`: one for the response, or with `eachToken`
 * one a position. `ratios`: one float a position, or one for the response.
 */
export function policyObjective(
  logits: usize, shares: usize, words: i32, positions: i32, vocabulary: i32, tokens: usize, mask: usize, old: usize, reference: usize,
  advantages: usize, eachToken: bool, bySequence: bool, clip: f32, beta: f32, weight: f32, ratios: usize,
): void {
  terms.surrogate = 0;
  terms.kl = 0;
  terms.entropy = 0;
  terms.outside = 0;
  terms.counted = 0;
  let logRatio: f32 = 0;
  for (let l = 0; l < positions; l++) {
    const counts = load<f32>(mask + bytes(l)) != 0;
    let step: f32 = 0;
    if (counts) {
      const row = logits + bytes(l * words);
      logSoftmax(row, shares + bytes(l * words), vocabulary);
      step = load<f32>(row + bytes(wordAt(tokens, l))) - load<f32>(old + bytes(l));
      logRatio += step;
    }
    if (!bySequence) store<f32>(ratios + bytes(l), Mathf.exp(step));
  }
  let slope: f32 = 0;
  if (bySequence) {
    const ratio = Mathf.exp(logRatio);
    store<f32>(ratios, ratio);
    slope = surrogateOf(ratio, load<f32>(advantages), clip);
  }
  for (let l = 0; l < positions; l++) {
    const row = logits + bytes(l * words), share = shares + bytes(l * words);
    if (load<f32>(mask + bytes(l)) == 0) {
      memory.fill(row, 0, bytes(words));
      continue;
    }
    if (!bySequence) slope = surrogateOf(load<f32>(ratios + bytes(l)), load<f32>(advantages + bytes(eachToken ? l : 0)), clip);
    const from = reference + bytes(l * vocabulary);
    compare(row, share, from, vocabulary);
    terms.kl += kl;
    terms.entropy += entropy;
    const kl4 = f32x4.splat(kl), beta4 = f32x4.splat(beta), slope4 = f32x4.splat(slope), weight4 = f32x4.splat(weight);
    let j = 0;
    for (; j < vocabulary; j += 4) {
      const at = bytes(j);
      const pull = multiplyAdd(beta4, f32x4.sub(gap(v128.load(row + at), from + at, j, vocabulary), kl4), slope4);
      v128.store(row + at, f32x4.mul(weight4, f32x4.mul(v128.load(share + at), pull)));
    }
    for (; j < words; j += 4) v128.store(row + bytes(j), f32x4.splat(0));
    const chosen = row + bytes(wordAt(tokens, l));
    store<f32>(chosen, load<f32>(chosen) - slope * weight);
  }
}

/** Adds up -log pi of a response's words that are not PAD, and puts `weight` times its gradient in place of the logits. */
export function crossEntropy(logits: usize, shares: usize, words: i32, positions: i32, vocabulary: i32, tokens: usize, weight: f32): f64 {
  let loss: f64 = 0;
  const weight4 = f32x4.splat(weight);
  for (let l = 0; l < positions; l++) {
    const row = logits + bytes(l * words), share = shares + bytes(l * words), word = wordAt(tokens, l);
    if (word == PAD) {
      memory.fill(row, 0, bytes(words));
      continue;
    }
    logSoftmax(row, share, vocabulary);
    loss -= load<f32>(row + bytes(word));
    let j = 0;
    for (; j < vocabulary; j += 4) v128.store(row + bytes(j), f32x4.mul(weight4, v128.load(share + bytes(j))));
    for (; j < words; j += 4) v128.store(row + bytes(j), f32x4.splat(0));
    store<f32>(row + bytes(word), load<f32>(row + bytes(word)) - weight);
  }
  return loss;
}
