/**
 * Groups of responses that are computed together. Their rows, one a token, lie one behind the other: what comes after a
 * response's last token is never computed.
 */
import { bytes, copyRows, upTo4 } from './math';
import { Transformer } from './model';
import { work } from './work';

export const PAD = 0;

export function wordAt(tokens: usize, index: i32): i32 {
  return load<i32>(tokens + bytes(index));
}
export function firstRow(response: i32): i32 {
  return load<i32>(work.firstRow + bytes(response));
}
export function rowCount(response: i32): i32 {
  return load<i32>(work.rowCount + bytes(response));
}
export function firstAsked(response: i32): i32 {
  return load<i32>(work.firstAsked + bytes(response));
}

/** Tokens of a response up to its last that is not PAD; at least 1. */
function spoken(tokens: usize, length: i32): i32 {
  let rows = length;
  while (rows > 1 && wordAt(tokens, rows - 1) == PAD) rows--;
  return rows;
}

/** Response and rows of the group that was packed last. */
export let groupSize: i32 = 0;
export let groupRows: i32 = 0;

/** Packs as many responses from `from` on as there is room for; `whole`: all their positions, PAD or not. */
export function packGroup(tokens: usize, from: i32, batch: i32, length: i32, whole: bool): void {
  groupSize = 0;
  groupRows = 0;
  for (let response = from; response < batch && groupSize < work.capacity; response++) {
    const rows = whole ? length : spoken(tokens + bytes(response * length), length);
    if (groupRows + rows > work.capacity) break;
    store<i32>(work.firstRow + bytes(groupSize), groupRows);
    store<i32>(work.rowCount + bytes(groupSize), rows);
    groupRows += rows;
    groupSize++;
  }
}

/** residual = the token's embedding plus the position's. */
export function embedRow(model: Transformer, parameters: usize, row: i32, word: i32, position: i32): void {
  const pitch = bytes(model.columns);
  const to = work.residual + <usize>row * pitch;
  const token = parameters + model.tokenEmbedding + <usize>word * pitch, place = parameters + model.positionEmbedding + <usize>position * pitch;
  for (let i: usize = 0; i < pitch; i += 16) v128.store(to + i, f32x4.add(v128.load(token + i), v128.load(place + i)));
}

/** The residual stream's beginning for the group from `from` on. */
export function embedGroup(model: Transformer, parameters: usize, tokens: usize, from: i32, length: i32): void {
  for (let response = 0; response < groupSize; response++) {
    for (let position = 0; position < rowCount(response); position++) {
      embedRow(model, parameters, firstRow(response) + position, wordAt(tokens, (from + response) * length + position), position);
    }
  }
  // Products compute rows in fours.
  memory.fill(work.residual + bytes(groupRows * model.columns), 0, bytes((upTo4(groupRows) - groupRows) * model.columns));
}

/** Sums d loss / d residual into the embeddings' gradients: the way back of `embedGroup`. */
export function embedBackward(model: Transformer, gradient: usize, tokens: usize, from: i32, length: i32): void {
  const pitch = bytes(model.columns);
  for (let response = 0; response < groupSize; response++) {
    let upstream = work.dResidual + <usize>firstRow(response) * pitch;
    for (let position = 0; position < rowCount(response); position++, upstream += pitch) {
      const word = wordAt(tokens, (from + response) * length + position);
      const token = gradient + model.tokenEmbedding + <usize>word * pitch, place = gradient + model.positionEmbedding + <usize>position * pitch;
      for (let i: usize = 0; i < pitch; i += 16) {
        const d = v128.load(upstream + i);
        v128.store(token + i, f32x4.add(v128.load(token + i), d));
        v128.store(place + i, f32x4.add(v128.load(place + i), d));
      }
    }
  }
}

/** The group's states, unpadded: to (batch, length, width), 0 where nothing was computed. */
export function copyHidden(model: Transformer, from: i32, length: i32, to: usize): void {
  const width = bytes(model.width), pitch = bytes(model.columns);
  for (let response = 0; response < groupSize; response++) {
    const rows = rowCount(response), place = to + <usize>((from + response) * length) * width;
    copyRows(work.hidden + <usize>firstRow(response) * pitch, pitch, place, width, rows, model.width);
    memory.fill(place + <usize>rows * width, 0, <usize>(length - rows) * width);
  }
}

/**
 * Gathers the states that predict a response's words, each from the position before it. Returns how many of them there
 * are in the group.
 */
export function gatherAsked(model: Transformer, promptLength: i32): i32 {
  let count = 0;
  const pitch = bytes(model.columns);
  for (let response = 0; response < groupSize; response++) {
    const words = max(0, rowCount(response) - promptLength);
    store<i32>(work.firstAsked + bytes(response), count);
    memory.copy(work.asked + <usize>count * pitch, work.hidden + <usize>(firstRow(response) + promptLength - 1) * pitch, <usize>words * pitch);
    count += words;
  }
  memory.fill(work.asked + <usize>count * pitch, 0, <usize>(upTo4(count) - count) * pitch);
  return count;
}

/** d loss / d states from those of `gatherAsked`, 0 at the others; to `dNormed`. */
export function scatterAsked(model: Transformer, promptLength: i32): void {
  const pitch = bytes(model.columns);
  memory.fill(work.dNormed, 0, <usize>groupRows * pitch);
  for (let response = 0; response < groupSize; response++) {
    const words = max(0, rowCount(response) - promptLength);
    memory.copy(work.dNormed + <usize>(firstRow(response) + promptLength - 1) * pitch, work.dAsked + <usize>firstAsked(response) * pitch, <usize>words * pitch);
  }
}
