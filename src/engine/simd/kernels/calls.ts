/**
 * What the engine asks of a transformer, one lane a call. `tokens` is (batch x length) int32; `at` is memory to work in,
 * as much as `transformerWorkBytes` says. Arrays have no padding; rows of PAD get 0.
 */
import { copyHidden, embedBackward, embedGroup, firstAsked, firstRow, groupRows, groupSize, PAD, packGroup, rowCount, wordAt } from './group';
import { crossEntropy, divergenceOf, policyObjective, terms } from './losses';
import { bytes, copyRows } from './math';
import { Transformer } from './model';
import { logSoftmax } from './softmax';
import { backward, forward, predict, predictResponses } from './transformer';
import { begin, Use, work } from './work';

/** One group's forward pass from response `from` on. */
function pass(model: Transformer, parameters: usize, tokens: usize, from: i32, batch: i32, length: i32, keep: bool): void {
  packGroup(tokens, from, batch, length, false);
  embedGroup(model, parameters, tokens, from, length);
  forward(model, parameters, keep);
}

/** `hidden` (batch x length x width). */
export function hiddenStates(model: Transformer, parameters: usize, at: usize, tokens: usize, batch: i32, length: i32, hidden: usize): void {
  begin(model, parameters, at, batch, length, Use.READ);
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, false);
    copyHidden(model, from, length, hidden);
  }
}

/** `states` (batch x width): at the last of each response's tokens that are not PAD; 0 where all are. */
export function finalStates(model: Transformer, parameters: usize, at: usize, tokens: usize, batch: i32, length: i32, states: usize): void {
  begin(model, parameters, at, batch, length, Use.READ);
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, false);
    for (let response = 0; response < groupSize; response++) {
      const to = states + bytes((from + response) * model.width), last = rowCount(response) - 1;
      if (wordAt(tokens, (from + response) * length + last) == PAD) memory.fill(to, 0, bytes(model.width));
      else memory.copy(to, work.hidden + bytes((firstRow(response) + last) * model.columns), bytes(model.width));
    }
  }
}

/** States and logits at every position, PAD or not: `hidden` (batch x length x width), `logits` (batch x length x vocabulary). */
export function everything(
  model: Transformer, parameters: usize, at: usize, tokens: usize, batch: i32, length: i32, hidden: usize, logits: usize,
): void {
  begin(model, parameters, at, batch, length, Use.READ);
  for (let from = 0; from < batch; from += groupSize) {
    packGroup(tokens, from, batch, length, true);
    embedGroup(model, parameters, tokens, from, length);
    forward(model, parameters, false);
    copyHidden(model, from, length, hidden);
    predict(model, parameters, work.hidden, groupRows);
    copyRows(work.logits, bytes(model.words), logits + bytes(from * length * model.vocabulary), bytes(model.vocabulary), groupRows, model.vocabulary);
  }
}

/** `logProbs` (batch x (length - promptLength) x vocabulary). */
export function logProbabilities(
  model: Transformer, parameters: usize, at: usize, tokens: usize, batch: i32, length: i32, promptLength: i32, logProbs: usize,
): void {
  begin(model, parameters, at, batch, length, Use.READ);
  const responseLength = length - promptLength, pitch = bytes(model.vocabulary);
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, false);
    predictResponses(model, parameters, promptLength);
    for (let response = 0; response < groupSize; response++) {
      const positions = max(0, rowCount(response) - promptLength);
      let to = logProbs + <usize>((from + response) * responseLength) * pitch;
      for (let l = 0; l < positions; l++, to += pitch) {
        const row = work.logits + bytes((firstAsked(response) + l) * model.words);
        logSoftmax(row, work.row, model.vocabulary);
        memory.copy(to, row, pitch);
      }
      memory.fill(to, 0, <usize>(responseLength - positions) * pitch);
    }
  }
}

/** `logProbs` (batch x (length - promptLength)): of the words, 0 at PAD. */
export function tokenLogProbabilities(
  model: Transformer, parameters: usize, at: usize, tokens: usize, batch: i32, length: i32, promptLength: i32, logProbs: usize,
): void {
  begin(model, parameters, at, batch, length, Use.READ);
  memory.fill(logProbs, 0, bytes(batch * (length - promptLength)));
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, false);
    predictResponses(model, parameters, promptLength);
    for (let response = 0; response < groupSize; response++) {
      const positions = max(0, rowCount(response) - promptLength), index = from + response;
      const words = tokens + bytes(index * length + promptLength), to = logProbs + bytes(index * (length - promptLength));
      for (let l = 0; l < positions; l++) {
        const word = wordAt(words, l);
        if (word == PAD) continue;
        const row = work.logits + bytes((firstAsked(response) + l) * model.words);
        logSoftmax(row, work.row, model.vocabulary);
        store<f32>(to + bytes(l), load<f32>(row + bytes(word)));
      }
    }
  }
}

/** Fills `work.mask` for a response's `positions` words. */
function maskWords(words: usize, positions: i32): void {
  for (let l = 0; l < positions; l++) store<f32>(work.mask + bytes(l), wordAt(words, l) == PAD ? 0 : 1);
}

/** `kl` and `entropy` (batch) against `reference` (batch x (length - promptLength) x vocabulary). */
export function divergence(
  model: Transformer, parameters: usize, at: usize, tokens: usize, batch: i32, length: i32, promptLength: i32,
  reference: usize, kl: usize, entropy: usize,
): void {
  begin(model, parameters, at, batch, length, Use.READ);
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, false);
    predictResponses(model, parameters, promptLength);
    for (let response = 0; response < groupSize; response++) {
      const positions = max(0, rowCount(response) - promptLength), row = firstAsked(response) * model.words, index = from + response;
      maskWords(tokens + bytes(index * length + promptLength), positions);
      divergenceOf(
        work.logits + bytes(row), work.shares + bytes(row), model.words, positions, model.vocabulary, work.mask,
        reference + bytes(index * (length - promptLength) * model.vocabulary),
      );
      store<f32>(kl + bytes(index), <f32>terms.kl);
      store<f32>(entropy + bytes(index), <f32>terms.entropy);
    }
  }
}

/**
 * The gradient of the clipped objective, all of `gradient` written. `old` (batch x (length - promptLength)), `reference`
 * as for `divergence`, `advantages` (batch), or with `eachToken` as `old`. `hidden` gets the pass's states; `statistics` loss, kl, entropy and clip fraction.
 */
export function policyGradient(
  model: Transformer, parameters: usize, gradient: usize, at: usize, tokens: usize, batch: i32, length: i32, promptLength: i32,
  old: usize, reference: usize, advantages: usize, eachToken: bool, bySequence: bool, clip: f32, beta: f32, divisor: f32,
  hidden: usize, statistics: usize,
): void {
  begin(model, parameters, at, batch, length, Use.TRAIN);
  memory.fill(gradient, 0, model.size);
  const responseLength = length - promptLength, weight = <f32>1 / (<f32>batch * divisor);
  let surrogate: f64 = 0, kl: f64 = 0, entropy: f64 = 0, outside: f64 = 0, counted: f64 = 0;
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, true);
    copyHidden(model, from, length, hidden);
    const asked = predictResponses(model, parameters, promptLength);
    for (let response = 0; response < groupSize; response++) {
      const positions = max(0, rowCount(response) - promptLength), row = firstAsked(response) * model.words, index = from + response;
      const words = tokens + bytes(index * length + promptLength);
      maskWords(words, positions);
      policyObjective(
        work.logits + bytes(row), work.shares + bytes(row), model.words, positions, model.vocabulary, words, work.mask,
        old + bytes(index * responseLength), reference + bytes(index * responseLength * model.vocabulary),
        advantages + bytes(eachToken ? index * responseLength : index), eachToken, bySequence, clip, beta, weight, work.ratios,
      );
      surrogate += terms.surrogate;
      kl += terms.kl;
      entropy += terms.entropy;
      outside += terms.outside;
      counted += terms.counted;
    }
    backward(model, parameters, gradient, asked, promptLength);
    embedBackward(model, gradient, tokens, from, length);
  }
  store<f32>(statistics, <f32>((<f64>beta * kl - surrogate) / (<f64>batch * divisor)));
  store<f32>(statistics, <f32>(kl / batch), 4);
  store<f32>(statistics, <f32>(entropy / batch), 8);
  store<f32>(statistics, <f32>(outside / counted), 12);
}

/**
 * The gradient of the mean cross entropy of the words that are not PAD, all of `gradient` written; `loss` gets it. Without
 * such a word the loss is not a number and the gradient 0.
 */
export function languageGradient(
  model: Transformer, parameters: usize, gradient: usize, at: usize, tokens: usize, batch: i32, length: i32, promptLength: i32, loss: usize,
): void {
  begin(model, parameters, at, batch, length, Use.TRAIN);
  memory.fill(gradient, 0, model.size);
  let counted = 0;
  for (let response = 0; response < batch; response++) {
    for (let position = promptLength; position < length; position++) if (wordAt(tokens, response * length + position) != PAD) counted++;
  }
  let sum: f64 = 0;
  for (let from = 0; from < batch; from += groupSize) {
    pass(model, parameters, tokens, from, batch, length, true);
    const asked = predictResponses(model, parameters, promptLength);
    for (let response = 0; response < groupSize; response++) {
      const positions = max(0, rowCount(response) - promptLength), row = firstAsked(response) * model.words;
      sum += crossEntropy(
        work.logits + bytes(row), work.shares + bytes(row), model.words, positions, model.vocabulary,
        tokens + bytes((from + response) * length + promptLength), <f32>1 / <f32>counted,
      );
    }
    backward(model, parameters, gradient, asked, promptLength);
    embedBackward(model, gradient, tokens, from, length);
  }
  store<f32>(loss, <f32>(sum / <f64>counted));
}
