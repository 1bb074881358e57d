/**
 * Forward, loss and backward of one response: everything of a training step but the products that make weight gradients.
 *
 * A workgroup holds one response of one lane. Its activations and their derivatives stay in `work`, SPACE floats each,
 * where `gradient.ts` finds them; rows behind the last word are skipped. Workgroup memory: five floats a position and one
 * an invocation. Grid: (batch, lanes).
 */
import type { TransformerShape } from '../../layout.ts';
import { reads, writes, type Kernel } from '../gpu/kernel.ts';
import { activationConstants, activationPlaces, shapeConstants, type ActivationPlaces } from '../places.ts';
import { backward } from '../wgsl/backward.ts';
import { forward } from '../wgsl/forward.ts';
import { objective, objectiveSettings } from '../wgsl/objective.ts';
import { reduce } from '../wgsl/reduce.ts';
import { tileRows } from '../wgsl/product.ts';
import { sequence, words } from '../wgsl/sequence.ts';
import { chunkSettings, nameOf, workgroupFor } from './names.ts';

export const trainSettings = {
  batch: 'u32', ...chunkSettings, promptLength: 'u32', ...objectiveSettings,
} as const;

export function trainPlaces(shape: TransformerShape, length: number): ActivationPlaces {
  return activationPlaces(shape, length, { rows: length, jointRows: length, perLayer: true, backward: true });
}

export function trainKernel(shape: TransformerShape, length: number): Kernel<typeof trainSettings> {
  return {
    name: nameOf('train', shape, length),
    workgroup: workgroupFor(shape),
    settings: trainSettings,
    bindings: [
      reads('parameters', 'vec4<f32>'), reads('tokens', 'i32'), reads('reference'), reads('oldLogProbs'), reads('advantages'),
      writes('work'), writes('hidden'), writes('results'),
    ],
    body: /* wgsl */ `
${words}
${shapeConstants(shape, length)}
${activationConstants(trainPlaces(shape, length))}
${reduce}
${forward(shape, tileRows(shape.width))}
${sequence}
${objective}
${backward(shape, tileRows(shape.width))}
fn wordAt(l: u32) -> u32 {
  return tokenAt(settings.promptLength + l);
}
fn counted(l: u32) -> bool {
  return tokens[response + settings.promptLength + l] != PAD;
}

/** Response words of the whole lane. */
fn wordsOfLane(laneNumber: u32) -> f32 {
  let responseLength = LENGTH - settings.promptLength;
  var count = 0.0;
  for (var i = thread; i < settings.batch * responseLength; i += WORKGROUP) {
    let position = (laneNumber * settings.batch + i / responseLength) * LENGTH + settings.promptLength + i % responseLength;
    count += select(0.0, 1.0, tokens[position] != PAD);
  }
  return workgroupSum(count);
}

fn main(group: vec3<u32>) {
  let laneNumber = settings.firstLane + group.y;
  record = laneNumber * settings.batch + settings.first + group.x;
  lane = laneNumber * PARAMETERS;
  space = (group.y * settings.across + group.x) * SPACE;
  response = record * LENGTH;
  positions = record * (LENGTH - settings.promptLength);
  span = causalSpan();
  let rows = spokenRows();
  let first = settings.promptLength - 1u;
  let count = max(rows, settings.promptLength) - settings.promptLength;
  if (settings.objective == LANGUAGE) {
    weight = 1.0 / wordsOfLane(laneNumber);
  } else {
    weight = 1.0 / (f32(settings.batch) * settings.divisor);
  }
  forward(rows);
  predict(first, count);
  sync();
  loss(count, rows);
  sync();
  backward(first, count, rows);
  if (settings.objective != LANGUAGE) {
    for (var i = thread; i < LENGTH * WIDTH; i += WORKGROUP) {
      hidden[record * LENGTH * WIDTH + i] = select(0.0, work[space + HIDDEN + i], i < rows * WIDTH);
    }
  }
}
`,
  };
}
