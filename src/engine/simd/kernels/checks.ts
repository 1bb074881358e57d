/** What conformance asks for beyond the engine's calls: the policy objective on logits that are given. */
import { policyObjective, terms } from './losses';
import { bytes, copyRows } from './math';
import { logSoftmax } from './softmax';

/** Log probabilities of dense `rows` (rows x vocabulary), in place. `row`: memory for a row, with three floats behind it. */
export function logSoftmaxRows(values: usize, rows: i32, vocabulary: i32, row: usize, shares: usize): void {
  for (let i = 0; i < rows; i++, values += bytes(vocabulary)) {
    memory.copy(row, values, bytes(vocabulary));
    logSoftmax(row, shares, vocabulary);
    memory.copy(values, row, bytes(vocabulary));
  }
}

/**
 * One response: `logits` (positions x vocabulary) give way to their gradient. `padded` and `shares`: memory for
 * (positions x words). `sums` gets surrogate and kl; the rest is as for `policyObjective`.
 */
export function objectiveOf(
  logits: usize, padded: usize, shares: usize, words: i32, positions: i32, vocabulary: i32, tokens: usize, mask: usize, old: usize, reference: usize,
  advantages: usize, eachToken: bool, bySequence: bool, clip: f32, beta: f32, weight: f32, ratios: usize, sums: usize,
): void {
  copyRows(logits, bytes(vocabulary), padded, bytes(words), positions, vocabulary);
  policyObjective(padded, shares, words, positions, vocabulary, tokens, mask, old, reference, advantages, eachToken, bySequence, clip, beta, weight, ratios);
  copyRows(padded, bytes(words), logits, bytes(vocabulary), positions, vocabulary);
  store<f32>(sums, <f32>terms.surrogate);
  store<f32>(sums, <f32>terms.kl, 4);
}
