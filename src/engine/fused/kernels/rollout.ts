/**
 * A whole rollout: every position, layer and draw, with the sampling policy's states and log probabilities.
 *
 * A workgroup holds 4 responses of one lane, so that the rows of a product's tile are responses; keys and values of past
 * positions stay in its SPACE floats of `work`. It computes nothing more when its responses have all ended. What lies behind an end is 0.
 * Grid: (batch / 4, lanes).
 */
import type { TransformerShape } from '../../layout.ts';
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { activationConstants, activationPlaces, shapeConstants, type ActivationPlaces } from '../places.ts';
import { forward } from '../wgsl/forward.ts';
import { logSoftmax } from '../wgsl/logSoftmax.ts';
import { random } from '../wgsl/random.ts';
import { words } from '../wgsl/sequence.ts';
import { chunkSettings, nameOf, workgroupFor } from './names.ts';

/** Responses in a workgroup. */
export const ROLLOUT_ROWS = 4;

const settings = { batch: 'u32', ...chunkSettings, promptLength: 'u32', temperature: 'f32' } as const;

export function rolloutPlaces(shape: TransformerShape, length: number): ActivationPlaces {
  return activationPlaces(shape, length, { rows: ROLLOUT_ROWS, jointRows: ROLLOUT_ROWS * length, perLayer: true, backward: false });
}

export function rolloutKernel(shape: TransformerShape, length: number): Kernel<typeof settings> {
  return {
    name: nameOf('rollout', shape, length),
    workgroup: workgroupFor(shape),
    settings,
    bindings: [
      reads('parameters', 'vec4<f32>'), reads('prompts', 'i32'), reads('keys', 'u32'),
      writes('tokens', 'i32'), writes('work'), writes('hidden'), writes('logProbs'),
    ],
    body: /* wgsl */ `
${words}
const ROWS = ${ROLLOUT_ROWS}u;
${shapeConstants(shape, length)}
${activationConstants(rolloutPlaces(shape, length))}
${random}
${forward(shape, ROLLOUT_ROWS)}
${logSoftmax}
/** Number of the workgroup's first response, in its lane and in all of them. */
var<private> firstOfLane: u32;
var<private> firstOfAll: u32;
var<private> position: u32;

fn tokenAt(row: u32) -> u32 {
  return u32(tokens[(firstOfAll + row) * LENGTH + position]);
}
fn positionAt(row: u32) -> u32 {
  return position;
}

/** The prompt and then PAD; zeros. */
fn prepare(rows: u32) {
  for (var i = thread; i < rows * LENGTH; i += WORKGROUP) {
    let response = firstOfAll + i / LENGTH;
    let at = i % LENGTH;
    var token = PAD;
    if (at < settings.promptLength) {
      token = prompts[response * settings.promptLength + at];
    }
    tokens[response * LENGTH + at] = token;
  }
  let responseLength = LENGTH - settings.promptLength;
  for (var i = thread; i < rows * responseLength; i += WORKGROUP) {
    logProbs[firstOfAll * responseLength + i] = 0.0;
  }
  for (var i = thread; i < rows * LENGTH * WIDTH; i += WORKGROUP) {
    hidden[firstOfAll * LENGTH * WIDTH + i] = 0.0;
  }
}

/** The first word, in the vocabulary's order, whose cumulative probability exceeds \`u\`; PAD is never drawn. */
fn draw(logits: u32, u: f32) -> u32 {
  var highest = work[logits + 1u];
  for (var v = 2u; v < VOCABULARY; v++) {
    highest = max(highest, work[logits + v]);
  }
  var total = 0.0;
  for (var v = 1u; v < VOCABULARY; v++) {
    total += exp((work[logits + v] - highest) / settings.temperature);
  }
  var cumulative = 0.0;
  for (var v = 1u; v < VOCABULARY; v++) {
    cumulative += exp((work[logits + v] - highest) / settings.temperature) / total;
    if (cumulative > u) {
      return v;
    }
  }
  return VOCABULARY - 1u;
}

fn mostProbable(logits: u32) -> u32 {
  var best = 1u;
  for (var v = 2u; v < VOCABULARY; v++) {
    if (work[logits + v] > work[logits + best]) {
      best = v;
    }
  }
  return best;
}

/** The next word of each response that goes on, and its log probability at temperature 1. */
fn sample(rows: u32, key: u32) {
  let responseLength = LENGTH - settings.promptLength;
  let l = position + 1u - settings.promptLength;
  for (var row = thread; row < rows; row += WORKGROUP) {
    let before = tokenAt(row);
    if (l > 0u && (before == u32(EOS) || before == u32(PAD))) {
      continue;
    }
    let logits = space + LOGITS + row * VOCABULARY;
    var word = 0u;
    if (settings.temperature == 0.0) {
      word = mostProbable(logits);
    } else {
      word = draw(logits, uniformDraw(key, (firstOfLane + row) * responseLength + l));
    }
    tokens[(firstOfAll + row) * LENGTH + position + 1u] = i32(word);
    logProbs[(firstOfAll + row) * responseLength + l] = work[logits + word] - logSumExp(logits);
  }
}

fn main(group: vec3<u32>) {
  let laneNumber = settings.firstLane + group.y;
  firstOfLane = (settings.first + group.x) * ROWS;
  firstOfAll = laneNumber * settings.batch + firstOfLane;
  lane = laneNumber * PARAMETERS;
  space = (group.y * settings.across + group.x) * SPACE;
  let rows = min(ROWS, settings.batch - firstOfLane);
  let key = keys[laneNumber];
  prepare(rows);
  sync();
  // All invocations meet at every barrier up to the last position, ended responses or not: a loop that were left where a
  // value in memory says so would be one that some compilers (FXC) refuse, or need minutes for.
  for (var at = 0u; at < LENGTH; at++) {
    position = at;
    var speaking = at < settings.promptLength;
    for (var row = 0u; row < rows; row++) {
      speaking = speaking || tokenAt(row) != u32(PAD);
    }
    let spoken = select(0u, rows, speaking);
    span = Span(at * ROWS, 1u, ROWS, at + 1u, 0u);
    forward(spoken);
    for (var i = thread; i < spoken * WIDTH; i += WORKGROUP) {
      let row = i / WIDTH;
      if (tokenAt(row) != u32(PAD)) {
        hidden[((firstOfAll + row) * LENGTH + at) * WIDTH + i % WIDTH] = work[space + HIDDEN + i];
      }
    }
    if (at + 1u >= settings.promptLength && at + 1u < LENGTH) {
      predict(0u, spoken);
      sync();
      sample(spoken, key);
    }
    sync();
  }
}
`,
  };
}
