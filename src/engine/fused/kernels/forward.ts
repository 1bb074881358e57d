/**
 * Forward passes that train nothing: states of the reward trunk or a policy, log probabilities, KL and entropy.
 *
 * A workgroup holds one response of one lane; SPACE floats of `work` are its memory, one layer's activations overwriting
 * the last one's. Outputs at PAD are 0. Grid: (batch, lanes).
 */
import type { TransformerShape } from '../../layout.ts';
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { activationConstants, activationPlaces, shapeConstants, type ActivationPlaces } from '../places.ts';
import { forward } from '../wgsl/forward.ts';
import { logSoftmax } from '../wgsl/logSoftmax.ts';
import { tileRows } from '../wgsl/product.ts';
import { reduce } from '../wgsl/reduce.ts';
import { sequence, words } from '../wgsl/sequence.ts';
import { chunkSettings, nameOf, workgroupFor } from './names.ts';

/** Values of the setting `wanted`. `everything` leaves states and logits of all positions in `work`, PAD included. */
export const WANTED = { finalStates: 0, logProbabilities: 1, divergence: 2, hiddenStates: 3, everything: 4, tokenLogProbabilities: 5 } as const;

const settings = { batch: 'u32', ...chunkSettings, promptLength: 'u32', wanted: 'u32' } as const;

export function forwardPlaces(shape: TransformerShape, length: number): ActivationPlaces {
  return activationPlaces(shape, length, { rows: length, jointRows: length, perLayer: false, backward: false });
}

export function forwardKernel(shape: TransformerShape, length: number): Kernel<typeof settings> {
  return {
    name: nameOf('forward', shape, length),
    workgroup: workgroupFor(shape),
    settings,
    bindings: [
      reads('parameters', 'vec4<f32>'), reads('tokens', 'i32'), reads('reference'), writes('work'), writes('output'), writes('entropies'),
    ],
    body: /* wgsl */ `
${words}
${shapeConstants(shape, length)}
${activationConstants(forwardPlaces(shape, length))}
${reduce}
${forward(shape, tileRows(shape.width))}
${sequence}
${logSoftmax}

/** Log probabilities at the response's positions, to \`output\` (lanes, batch, L, VOCABULARY). */
fn writeLogProbabilities(number: u32, count: u32) {
  let positions = LENGTH - settings.promptLength;
  for (var l = thread; l < positions; l += WORKGROUP) {
    let row = space + LOGITS + l * VOCABULARY;
    let to = (number * positions + l) * VOCABULARY;
    let said = l < count;
    var total = 0.0;
    if (said) {
      total = logSumExp(row);
    }
    for (var v = 0u; v < VOCABULARY; v++) {
      output[to + v] = select(0.0, work[row + v] - total, said);
    }
  }
}

/** Log probabilities of the response's words, to \`output\` (lanes, batch, L). */
fn writeTokenLogProbabilities(number: u32, count: u32) {
  let positions = LENGTH - settings.promptLength;
  for (var l = thread; l < positions; l += WORKGROUP) {
    let word = tokenAt(settings.promptLength + l);
    var logP = 0.0;
    if (l < count && word != u32(PAD)) {
      let row = space + LOGITS + l * VOCABULARY;
      logP = work[row + word] - logSumExp(row);
    }
    output[number * positions + l] = logP;
  }
}

/** KL to \`reference\` and entropy, summed over the response's words, to \`output\` and \`entropies\` (lanes, batch). */
fn writeDivergence(number: u32, count: u32) {
  let positions = LENGTH - settings.promptLength;
  var divergence = 0.0;
  var entropy = 0.0;
  for (var l = thread; l < count; l += WORKGROUP) {
    if (tokenAt(settings.promptLength + l) != u32(PAD)) {
      let row = space + LOGITS + l * VOCABULARY;
      let total = logSumExp(row);
      for (var v = 0u; v < VOCABULARY; v++) {
        let logP = work[row + v] - total;
        divergence += exp(logP) * (logP - reference[(number * positions + l) * VOCABULARY + v]);
        entropy -= exp(logP) * logP;
      }
    }
  }
  let wholeDivergence = workgroupSum(divergence);
  let wholeEntropy = workgroupSum(entropy);
  if (thread == 0u) {
    output[number] = wholeDivergence;
    entropies[number] = wholeEntropy;
  }
}

fn main(group: vec3<u32>) {
  let laneNumber = settings.firstLane + group.y;
  let record = laneNumber * settings.batch + settings.first + group.x;
  lane = laneNumber * PARAMETERS;
  space = (group.y * settings.across + group.x) * SPACE;
  response = record * LENGTH;
  span = causalSpan();
  let rows = select(spokenRows(), LENGTH, settings.wanted == ${WANTED.everything}u);
  forward(rows);
  if (settings.wanted == ${WANTED.finalStates}u) {
    for (var i = thread; i < WIDTH; i += WORKGROUP) {
      output[record * WIDTH + i] = work[space + HIDDEN + (rows - 1u) * WIDTH + i];
    }
    return;
  }
  if (settings.wanted == ${WANTED.hiddenStates}u) {
    for (var i = thread; i < LENGTH * WIDTH; i += WORKGROUP) {
      output[record * LENGTH * WIDTH + i] = select(0.0, work[space + HIDDEN + i], i < rows * WIDTH);
    }
    return;
  }
  if (settings.wanted == ${WANTED.everything}u) {
    predict(0u, rows);
    return;
  }
  let count = max(rows, settings.promptLength) - settings.promptLength;
  predict(settings.promptLength - 1u, count);
  sync();
  if (settings.wanted == ${WANTED.logProbabilities}u) {
    writeLogProbabilities(record, count);
  } else if (settings.wanted == ${WANTED.tokenLogProbabilities}u) {
    writeTokenLogProbabilities(record, count);
  } else {
    writeDivergence(record, count);
  }
}
`,
  };
}
