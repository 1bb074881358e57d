/** Sampling with a key-value cache, one position at a time; a response that has ended costs nothing more. */
import { attentionRow, weightedSum } from './attention';
import { embedRow, wordAt } from './group';
import { bytes, exp4, LOWEST, upTo4 } from './math';
import { Transformer } from './model';
import { uniform } from './random';
import { logSoftmax } from './softmax';
import { combine, finish, predict, project } from './transformer';
import { begin, tape, Use, work } from './work';

const EOS = 1;

/**
 * Draws responses to `prompts` (batch x promptLength). All of `tokens` (batch x length), `hidden` (batch x length x width)
 * and `logProbs` (batch x (length - promptLength)) is written, 0 behind a response's end.
 */
export function rollout(
  model: Transformer, parameters: usize, at: usize, prompts: usize, batch: i32, length: i32, promptLength: i32,
  key: u32, temperature: f32, tokens: usize, hidden: usize, logProbs: usize,
): void {
  begin(model, parameters, at, batch, length, Use.SAMPLE);
  memory.fill(tokens, 0, bytes(batch * length));
  memory.fill(hidden, 0, bytes(batch * length * model.width));
  memory.fill(logProbs, 0, bytes(batch * (length - promptLength)));
  for (let response = 0; response < batch; response++) {
    memory.copy(tokens + bytes(response * length), prompts + bytes(response * promptLength), bytes(promptLength));
  }
  for (let from = 0; from < batch; from += work.sampled) {
    sample(model, parameters, from, min(work.sampled, batch - from), length, promptLength, key, temperature, tokens, hidden, logProbs);
  }
}

/** The responses from `from` on. `work.alive` lists those that go on, in order. */
function sample(
  model: Transformer, parameters: usize, from: i32, count: i32, length: i32, promptLength: i32,
  key: u32, temperature: f32, tokens: usize, hidden: usize, logProbs: usize,
): void {
  const responseLength = length - promptLength;
  for (let response = 0; response < count; response++) store<i32>(work.alive + bytes(response), response);
  let alive = count;
  for (let position = 0; position < length && alive > 0; position++) {
    for (let row = 0; row < alive; row++) embedRow(model, parameters, row, wordAt(tokens, (from + wordAt(work.alive, row)) * length + position), position);
    advance(model, parameters, alive, position, length);
    for (let row = 0; row < alive; row++) {
      const place = (from + wordAt(work.alive, row)) * length + position;
      memory.copy(hidden + bytes(place * model.width), work.hidden + bytes(row * model.columns), bytes(model.width));
    }
    const l = position + 1 - promptLength;
    if (l < 0 || l == responseLength) continue;
    predict(model, parameters, work.hidden, alive);
    let left = 0;
    for (let row = 0; row < alive; row++) {
      const response = wordAt(work.alive, row), place = (from + response) * length + position;
      if (l > 0 && wordAt(tokens, place) == EOS) continue;
      const logits = work.logits + bytes(row * model.words), counter = (from + response) * responseLength + l;
      const word = temperature == 0 ? likeliest(logits, model.vocabulary) : draw(logits, model.vocabulary, temperature, uniform(key, counter));
      logSoftmax(logits, work.row, model.vocabulary);
      store<i32>(tokens + bytes(place + 1), word);
      store<f32>(logProbs + bytes(counter), load<f32>(logits + bytes(word)));
      store<i32>(work.alive + bytes(left++), response);
    }
    alive = left;
  }
}

/** The states of `alive` rows at one position, which joins the cache. */
function advance(model: Transformer, parameters: usize, alive: i32, position: i32, length: i32): void {
  const heads = model.headsColumns, headColumns = model.headColumns, jointPitch = bytes(3 * heads), factor = model.scoreFactor;
  const keysPitch = bytes(upTo4(length)), keysSize = <usize>heads * keysPitch, valuesSize = bytes(length * heads);
  const responses = <usize>work.capacity, at = work.tapes;
  for (let layer = 0; layer < model.layers; layer++) {
    const block = parameters + model.blocks + layer * model.blockSize, panels = <usize>layer * work.layerPanels;
    project(model, block, panels, at, alive);
    for (let row = 0; row < alive; row++) {
      const response = <usize>layer * responses + wordAt(work.alive, row);
      const query = at + tape.joint + <usize>row * jointPitch, key = query + bytes(heads);
      const keys = work.keys + response * keysSize, values = work.values + response * valuesSize;
      for (let column = 0; column < heads; column++) store<f32>(keys + <usize>column * keysPitch + bytes(position), load<f32>(key + bytes(column)));
      memory.copy(values + bytes(position * heads), key + bytes(heads), bytes(heads));
      for (let head = 0; head < model.heads; head++) {
        const first = head * headColumns;
        attentionRow(query + bytes(first), keys + <usize>first * keysPitch, keysPitch, work.scratch, position + 1, headColumns, factor);
        weightedSum(work.scratch, values + bytes(first), bytes(heads), at + tape.context + bytes(row * heads + first), position + 1, headColumns);
      }
    }
    combine(model, block, panels, at, alive);
  }
  finish(model, parameters, alive);
}

/** The first of the most probable words but PAD. */
function likeliest(logits: usize, vocabulary: i32): i32 {
  let word = 1;
  for (let v = 2; v < vocabulary; v++) if (load<f32>(logits + bytes(v)) > load<f32>(logits + bytes(word))) word = v;
  return word;
}

/** The first word but PAD, in the vocabulary's order, whose cumulative probability exceeds `u`. */
function draw(logits: usize, vocabulary: i32, temperature: f32, u: f32): i32 {
  let highest = LOWEST;
  for (let v = 1; v < vocabulary; v++) highest = max(highest, load<f32>(logits + bytes(v)));
  const top = f32x4.splat(highest), temperature4 = f32x4.splat(temperature);
  for (let v = 0; v < vocabulary; v += 4) {
    v128.store(work.row + bytes(v), exp4(f32x4.div(f32x4.sub(v128.load(logits + bytes(v)), top), temperature4)));
  }
  let total: f32 = 0;
  for (let v = 1; v < vocabulary; v++) total += load<f32>(work.row + bytes(v));
  let cumulative: f32 = 0;
  for (let v = 1; v < vocabulary; v++) {
    cumulative += load<f32>(work.row + bytes(v)) / total;
    if (cumulative > u) return v;
  }
  return vocabulary - 1;
}
