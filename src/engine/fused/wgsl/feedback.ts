/**
 * R2M's reward [3, 4] for the rows (responses) of one workgroup, forward and backward. A kernel that includes it provides
 * `parameters`, `states`, `hidden`, `tokens`, `work`, and sets `lane`, `space` and `firstResponse`.
 *
 * Keys and values are never made: q k_j = (q W_k^T) h_j and sum a_j v_j = (sum a_j h_j) W_v, so that every weight's
 * gradient is one outer product per response.
 */
import { feedbackLayout, type FeedbackShape } from '../../layout.ts';
import { constants } from '../gpu/kernel.ts';
import { pitchOf, places, type Places } from '../places.ts';
import { product, weights } from './product.ts';

/** Of products: two tiles hold the rows of a workgroup. */
const TILE_ROWS = 4;

/** What each response keeps. */
export function feedbackPlaces({ policyWidth, trunkWidth, attentionWidth }: FeedbackShape, length: number): Places {
  return places([
    ['STATE', trunkWidth], ['QUERY', attentionWidth], ['FOCUS', policyWidth], ['ATTENTION', length], ['MIXED', policyWidth],
    ['CONTEXT', attentionWidth], ['AGGREGATED', trunkWidth], ['COMBINED', trunkWidth], ['REWARD', 1],
    ['D_REWARD', 1], ['D_AGGREGATED', trunkWidth], ['D_CONTEXT', attentionWidth], ['D_MIXED', policyWidth],
    ['D_SCORES', length], ['D_FOCUS', policyWidth], ['D_QUERY', attentionWidth],
  ]);
}

export function feedbackForward(shape: FeedbackShape, length: number): string {
  const { policyWidth, trunkWidth, attentionWidth } = shape;
  const layout = feedbackLayout(shape);
  const { at, size } = feedbackPlaces(shape, length);
  const offset = (name: string) => `lane + ${layout.at(name).offset}u`;
  const row = (name: string) => `space + row * SPACE + ${name}`;
  const parameters = 'unused: u32';
  return /* wgsl */ `
${constants({ ...at, SPACE: size, LENGTH: length, PARAMETERS: pitchOf(layout), POLICY_WIDTH: policyWidth, TRUNK_WIDTH: trunkWidth, ATTENTION_WIDTH: attentionWidth })}
const PAD = 0;
${weights}
var<private> lane: u32;
var<private> space: u32;
/** Number of the workgroup's first response among those of all lanes. */
var<private> firstResponse: u32;
${product({
  name: 'query', parameters, inputs: trunkWidth, outputs: attentionWidth,
  left: row('STATE'), right: `${offset('Wq')} + column`, rightStride: attentionWidth,
  store: `work[${row('QUERY')} + column] = value;`,
}, TILE_ROWS)}
${product({
  name: 'focus', parameters, inputs: attentionWidth, outputs: policyWidth,
  left: row('QUERY'), right: `${offset('Wk')} + column * ATTENTION_WIDTH`, rightStride: 1,
  store: `work[${row('FOCUS')} + column] = value * inverseSqrt(f32(ATTENTION_WIDTH));`,
}, TILE_ROWS)}
${product({
  name: 'context', parameters, inputs: policyWidth, outputs: attentionWidth,
  left: row('MIXED'), right: `${offset('Wv')} + column`, rightStride: attentionWidth,
  store: `work[${row('CONTEXT')} + column] = value;`,
}, TILE_ROWS)}
${product({
  name: 'aggregate', parameters, inputs: attentionWidth, outputs: trunkWidth,
  left: row('CONTEXT'), right: `${offset('Wo')} + column`, rightStride: trunkWidth,
  store: `work[${row('AGGREGATED')} + column] = value;`,
}, TILE_ROWS)}
fn headWeight(i: u32) -> u32 {
  return ${offset('head')} + i;
}
fn isWord(row: u32, j: u32) -> bool {
  return tokens[(firstResponse + row) * LENGTH + j] != PAD;
}
/** h of the row's j-th position. */
fn feedbackOf(row: u32, j: u32) -> u32 {
  return ((firstResponse + row) * LENGTH + j) * POLICY_WIDTH;
}

/** Products of the vector at \`place\` with each position's h, 0 at PAD, to \`scores\`. */
fn scoreWords(rows: u32, place: u32, scores: u32) {
  for (var task = thread; task < rows * LENGTH; task += WORKGROUP) {
    let row = task / LENGTH;
    let j = task % LENGTH;
    var score = 0.0;
    if (isWord(row, j)) {
      let h = feedbackOf(row, j);
      for (var i = 0u; i < POLICY_WIDTH; i++) {
        score += work[space + row * SPACE + place + i] * hidden[h + i];
      }
    }
    work[space + row * SPACE + scores + j] = score;
  }
}
/** Sums of the words' h, weighted by what lies at \`weights\`, to \`place\`. */
fn mixWords(rows: u32, weights: u32, place: u32) {
  for (var task = thread; task < rows * POLICY_WIDTH; task += WORKGROUP) {
    let row = task / POLICY_WIDTH;
    let i = task % POLICY_WIDTH;
    var sum = 0.0;
    for (var j = 0u; j < LENGTH; j++) {
      if (isWord(row, j)) {
        sum += work[space + row * SPACE + weights + j] * hidden[feedbackOf(row, j) + i];
      }
    }
    work[space + row * SPACE + place + i] = sum;
  }
}
/** Softmax over the words of a row. */
fn attend(row: u32) {
  let scores = ${row('ATTENTION')};
  var highest = -1e30;
  for (var j = 0u; j < LENGTH; j++) {
    if (isWord(row, j)) {
      highest = max(highest, work[scores + j]);
    }
  }
  var total = 0.0;
  for (var j = 0u; j < LENGTH; j++) {
    let weight = select(0.0, exp(work[scores + j] - highest), isWord(row, j));
    work[scores + j] = weight;
    total += weight;
  }
  for (var j = 0u; j < LENGTH; j++) {
    work[scores + j] /= max(total, 1e-30);
  }
}

/** H_fin and its reward, in COMBINED and REWARD. */
fn feedbackForward(rows: u32, omega: f32) {
  for (var i = thread; i < rows * TRUNK_WIDTH; i += WORKGROUP) {
    work[space + i / TRUNK_WIDTH * SPACE + STATE + i % TRUNK_WIDTH] = states[firstResponse * TRUNK_WIDTH + i];
  }
  sync();
  query(0u, rows);
  sync();
  focus(0u, rows);
  sync();
  scoreWords(rows, FOCUS, ATTENTION);
  sync();
  for (var row = thread; row < rows; row += WORKGROUP) {
    attend(row);
  }
  sync();
  mixWords(rows, ATTENTION, MIXED);
  sync();
  context(0u, rows);
  sync();
  aggregate(0u, rows);
  sync();
  for (var row = thread; row < rows; row += WORKGROUP) {
    let start = space + row * SPACE;
    var reward = weightAt(${offset('head.bias')});
    for (var i = 0u; i < TRUNK_WIDTH; i++) {
      let combined = (1.0 - omega) * work[start + AGGREGATED + i] + omega * work[start + STATE + i];
      work[start + COMBINED + i] = combined;
      reward += combined * weightAt(headWeight(i));
    }
    work[start + REWARD] = reward;
  }
  sync();
}
`;
}

/** From D_REWARD and D_AGGREGATED to the derivatives beside every weight. */
export function feedbackBackward(shape: FeedbackShape): string {
  const { policyWidth, trunkWidth, attentionWidth } = shape;
  const layout = feedbackLayout(shape);
  const offset = (name: string) => `lane + ${layout.at(name).offset}u`;
  const row = (name: string) => `space + row * SPACE + ${name}`;
  const parameters = 'unused: u32';
  return /* wgsl */ `
${product({
  name: 'aggregateBackward', parameters, inputs: trunkWidth, outputs: attentionWidth,
  left: row('D_AGGREGATED'), right: `${offset('Wo')} + column * TRUNK_WIDTH`, rightStride: 1,
  store: `work[${row('D_CONTEXT')} + column] = value;`,
}, TILE_ROWS)}
${product({
  name: 'contextBackward', parameters, inputs: attentionWidth, outputs: policyWidth,
  left: row('D_CONTEXT'), right: `${offset('Wv')} + column * ATTENTION_WIDTH`, rightStride: 1,
  store: `work[${row('D_MIXED')} + column] = value;`,
}, TILE_ROWS)}
${product({
  name: 'focusBackward', parameters, inputs: policyWidth, outputs: attentionWidth,
  left: row('D_FOCUS'), right: `${offset('Wk')} + column`, rightStride: attentionWidth,
  store: `work[${row('D_QUERY')} + column] = value;`,
}, TILE_ROWS)}
/** The derivative of the row's scores, which still bear the factor 1 / sqrt(d) of FOCUS. */
fn attendBackward(row: u32) {
  let start = space + row * SPACE;
  var average = 0.0;
  for (var j = 0u; j < LENGTH; j++) {
    average += work[start + ATTENTION + j] * work[start + D_SCORES + j];
  }
  for (var j = 0u; j < LENGTH; j++) {
    work[start + D_SCORES + j] = work[start + ATTENTION + j] * (work[start + D_SCORES + j] - average) * inverseSqrt(f32(ATTENTION_WIDTH));
  }
}

fn feedbackBackward(rows: u32) {
  aggregateBackward(0u, rows);
  sync();
  contextBackward(0u, rows);
  sync();
  scoreWords(rows, D_MIXED, D_SCORES);
  sync();
  for (var row = thread; row < rows; row += WORKGROUP) {
    attendBackward(row);
  }
  sync();
  mixWords(rows, D_SCORES, D_FOCUS);
  sync();
  focusBackward(0u, rows);
  sync();
}
`;
}
