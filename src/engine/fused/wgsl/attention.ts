/**
 * Causal multi-head attention over joint query-key-value rows of 3 x WIDTH. Rows are positions of one response, or
 * (in a rollout) one position of several responses: \`Span\` says where a row's keys lie.
 */
export const attention = /* wgsl */ `
struct Span {
  /** The first row's number in JOINT. */
  first: u32,
  /** A row's keys begin at joint row \`row * keyPerRow\` and lie \`keyStride\` joint rows apart. */
  keyPerRow: u32,
  keyStride: u32,
  /** Row \`row\` sees \`seen + row * seenPerRow\` keys. */
  seen: u32,
  seenPerRow: u32,
}
var<private> span: Span;

fn keysSeen(row: u32) -> u32 {
  return span.seen + row * span.seenPerRow;
}
fn jointOf(a: u32, row: u32) -> u32 {
  return a + JOINT + (span.first + row) * 3u * WIDTH;
}
fn keysOf(a: u32, row: u32) -> u32 {
  return a + JOINT + row * span.keyPerRow * 3u * WIDTH + WIDTH;
}

/** softmax(q k^T / sqrt(head width)), an invocation to a row and head. */
fn attentionWeights(a: u32, rows: u32) {
  for (var task = thread; task < rows * HEADS; task += WORKGROUP) {
    let row = task / HEADS;
    let head = task % HEADS * HEAD_WIDTH;
    let query = jointOf(a, row) + head;
    let seen = keysSeen(row);
    let weights = a + WEIGHTS + task * LENGTH;
    var key = keysOf(a, row) + head;
    var highest = -1e30;
    for (var j = 0u; j < seen; j++) {
      var score = 0.0;
      for (var i = 0u; i < HEAD_WIDTH; i++) {
        score += work[query + i] * work[key + i];
      }
      score *= inverseSqrt(f32(HEAD_WIDTH));
      highest = max(highest, score);
      work[weights + j] = score;
      key += span.keyStride * 3u * WIDTH;
    }
    var sum = 0.0;
    for (var j = 0u; j < seen; j++) {
      let value = exp(work[weights + j] - highest);
      sum += value;
      work[weights + j] = value;
    }
    for (var j = 0u; j < seen; j++) {
      work[weights + j] /= sum;
    }
  }
}

/** weights x values, an invocation to a row and column. */
fn attentionContext(a: u32, rows: u32) {
  for (var task = thread; task < rows * WIDTH; task += WORKGROUP) {
    let row = task / WIDTH;
    let column = task % WIDTH;
    let weights = a + WEIGHTS + (row * HEADS + column / HEAD_WIDTH) * LENGTH;
    let seen = keysSeen(row);
    var value = keysOf(a, row) + WIDTH + column;
    var sum = 0.0;
    for (var j = 0u; j < seen; j++) {
      sum += work[weights + j] * work[value];
      value += span.keyStride * 3u * WIDTH;
    }
    work[a + CONTEXT + task] = sum;
  }
}
`;

/** For rows that are positions of one response; the derivative of CONTEXT lies in D_CONTEXT. */
export const attentionBackward = /* wgsl */ `
/** The derivative of the scaled scores, an invocation to a row and head, into D_WEIGHTS. */
fn attentionWeightsBackward(a: u32, rows: u32) {
  for (var task = thread; task < rows * HEADS; task += WORKGROUP) {
    let row = task / HEADS;
    let head = task % HEADS * HEAD_WIDTH;
    let upstream = space + D_CONTEXT + row * WIDTH + head;
    let weights = a + WEIGHTS + task * LENGTH;
    let derivatives = space + D_WEIGHTS + task * LENGTH;
    var average = 0.0;
    for (var j = 0u; j <= row; j++) {
      let value = jointOf(a, j) + 2u * WIDTH + head;
      var sum = 0.0;
      for (var i = 0u; i < HEAD_WIDTH; i++) {
        sum += work[upstream + i] * work[value + i];
      }
      work[derivatives + j] = sum;
      average += sum * work[weights + j];
    }
    for (var j = 0u; j <= row; j++) {
      work[derivatives + j] = work[weights + j] * (work[derivatives + j] - average) * inverseSqrt(f32(HEAD_WIDTH));
    }
  }
}

/** The derivatives of query, key and value, an invocation to a row and column, into D_JOINT. */
fn attentionBackward(a: u32, rows: u32) {
  for (var task = thread; task < rows * WIDTH; task += WORKGROUP) {
    let row = task / WIDTH;
    let column = task % WIDTH;
    let head = column / HEAD_WIDTH;
    let derivatives = space + D_WEIGHTS + head * LENGTH;
    var dQuery = 0.0;
    for (var j = 0u; j <= row; j++) {
      dQuery += work[derivatives + row * HEADS * LENGTH + j] * work[jointOf(a, j) + WIDTH + column];
    }
    var dKey = 0.0;
    var dValue = 0.0;
    for (var i = row; i < rows; i++) {
      let weight = i * HEADS * LENGTH + row;
      dKey += work[derivatives + weight] * work[jointOf(a, i) + column];
      dValue += work[a + WEIGHTS + head * LENGTH + weight] * work[space + D_CONTEXT + i * WIDTH + column];
    }
    let joint = a + D_JOINT + row * 3u * WIDTH + column;
    work[joint] = dQuery;
    work[joint + WIDTH] = dKey;
    work[joint + 2u * WIDTH] = dValue;
  }
}
`;
