/**
 * Memory that a call uses and leaves behind as it is: weights in panels, and what a pass computes for one group of
 * responses. Laid out anew at the beginning of every call, from the address that the caller gives.
 */
import { skip, take, taken, takeFrom } from './arena';
import { bytes, upTo4 } from './math';
import { Transformer } from './model';
import { packPanels, packTransposed } from './product';

/** A group's rows are as many as this leaves room for in a core's own cache, but neither fewer nor more than those. */
const GROUP_BYTES = 400_000;
const FEWEST_ROWS = 48;
const MOST_ROWS = 96;
/** Responses that are sampled together. */
const SAMPLED = 64;

/** What one layer computed, in bytes from the layer's tape. Rows are (columns) unless said otherwise. */
@unmanaged
class Tape {
  normalised1: usize;
  normed1: usize;
  /** One float a row. */
  inverse1: usize;
  /** (3 headsColumns) */
  joint: usize;
  /** Per response (heads x rows x upTo4(rows)). */
  weights: usize;
  /** (headsColumns) */
  context: usize;
  normalised2: usize;
  normed2: usize;
  inverse2: usize;
  /** (inner): GELU's slopes and results. */
  slope: usize;
  activated: usize;
}

@unmanaged
class Work {
  /** Rows that a group may have, a multiple of 4. */
  capacity: i32;
  /** Responses that a rollout samples together. */
  sampled: i32;
  /** Weights in panels: a layer's joint, attention-out and MLP maps, each layer `layerPanels` behind the last, and the output map. */
  layerPanels: usize;
  jointPanels: usize;
  attentionOutPanels: usize;
  mlpInPanels: usize;
  mlpOutPanels: usize;
  outputPanels: usize;
  /** From a weight's panels to those of its transpose, which has as many. */
  transposed: usize;
  /** The first layer's tape, and how far the next one is. */
  tapes: usize;
  tapeSize: usize;
  /** Of each response of the group, int32: its first row, how many it has, and its first row among those asked. */
  firstRow: usize;
  rowCount: usize;
  firstAsked: usize;
  /** (columns) a row. */
  residual: usize;
  normalised: usize;
  hidden: usize;
  inverse: usize;
  /** States that logits are made from, and the logits (words), with their probabilities. */
  asked: usize;
  logits: usize;
  shares: usize;
  /** A row of logits, for whatever is needed. */
  row: usize;
  /** Positions that count of one response: floats, 1 or 0. */
  mask: usize;
  /** Ratios of its words to the old policy. */
  ratios: usize;
  /** Of an attention head. */
  scratch: usize;
  /** The way back. */
  dResidual: usize;
  dAsked: usize;
  dNormed: usize;
  dInner: usize;
  dContext: usize;
  dJoint: usize;
  /** A rollout's cache: of each layer and response keys (headsColumns x upTo4(length)) and values (length x headsColumns). */
  keys: usize;
  values: usize;
  /** Responses of the group that go on, int32. */
  alive: usize;
}

export const tape = changetype<Tape>(memory.data(offsetof<Tape>(), 16));
export const work = changetype<Work>(memory.data(offsetof<Work>(), 16));

/** What a call is about to do. */
export namespace Use {
  export const READ = 0;
  export const TRAIN = 1;
  export const SAMPLE = 2;
}

/** Lays everything out from `at`; returns the end. */
export function layOut(model: Transformer, at: usize, batch: i32, length: i32, use: i32): usize {
  const columns = model.columns, heads = model.headsColumns, inner = model.inner;
  const layers = use == Use.TRAIN ? model.layers : 1;
  const perRow = layers * (4 * columns + 4 * heads + 2 * inner + model.heads * upTo4(length));
  const group = min(max(GROUP_BYTES / <i32>bytes(perRow), FEWEST_ROWS), MOST_ROWS);
  work.sampled = min(batch, SAMPLED);
  const capacity = upTo4(use == Use.SAMPLE ? work.sampled : max(length, min(group, batch * length)));
  work.capacity = capacity;

  takeFrom(at);
  const panelsFrom = taken();
  work.jointPanels = take(columns * 3 * heads);
  work.attentionOutPanels = take(heads * columns);
  work.mlpInPanels = take(columns * inner);
  work.mlpOutPanels = take(inner * columns);
  work.layerPanels = taken() - panelsFrom;
  skip(<usize>(model.layers - 1) * work.layerPanels);
  work.outputPanels = take(columns * model.words);
  work.transposed = taken() - panelsFrom;
  if (use == Use.TRAIN) skip(work.transposed);

  work.tapes = taken();
  tape.normalised1 = take(capacity * columns) - work.tapes;
  tape.normed1 = take(capacity * columns) - work.tapes;
  tape.inverse1 = take(capacity) - work.tapes;
  tape.joint = take(capacity * 3 * heads) - work.tapes;
  tape.weights = take(use == Use.SAMPLE ? 0 : capacity * model.heads * upTo4(length)) - work.tapes;
  tape.context = take(capacity * heads) - work.tapes;
  tape.normalised2 = take(capacity * columns) - work.tapes;
  tape.normed2 = take(capacity * columns) - work.tapes;
  tape.inverse2 = take(capacity) - work.tapes;
  tape.slope = take(capacity * inner) - work.tapes;
  tape.activated = take(capacity * inner) - work.tapes;
  work.tapeSize = taken() - work.tapes;
  skip(<usize>(layers - 1) * work.tapeSize);

  work.firstRow = take(capacity);
  work.rowCount = take(capacity);
  work.firstAsked = take(capacity);
  work.residual = take(capacity * columns);
  work.normalised = take(capacity * columns);
  work.hidden = take(capacity * columns);
  work.inverse = take(capacity);
  work.asked = take(capacity * columns);
  work.logits = take(capacity * model.words);
  work.shares = take(capacity * model.words);
  work.row = take(model.words);
  work.mask = take(length);
  work.ratios = take(length);
  work.scratch = take((model.headColumns + length) * upTo4(length));
  if (use == Use.TRAIN) {
    work.dResidual = take(capacity * columns);
    work.dAsked = take(capacity * columns);
    work.dNormed = take(capacity * columns);
    work.dInner = take(capacity * inner);
    work.dContext = take(capacity * heads);
    work.dJoint = take(capacity * 3 * heads);
  }
  if (use == Use.SAMPLE) {
    work.keys = take(model.layers * capacity * heads * upTo4(length));
    work.values = take(model.layers * capacity * heads * length);
    work.alive = take(capacity);
  }
  return taken();
}

/** Bytes that a call of that kind needs to work in. */
export function transformerWorkBytes(model: Transformer, batch: i32, length: i32, use: i32): usize {
  return layOut(model, 0, batch, length, use);
}

/** Lays the memory out, and in it the weights as products read them. */
export function begin(model: Transformer, parameters: usize, at: usize, batch: i32, length: i32, use: i32): void {
  layOut(model, at, batch, length, use);
  packWeights(model, parameters, use == Use.TRAIN);
  // Between the heads' end and the next multiple of 8 nothing is written, and everything is read.
  if (model.heads * model.headColumns != model.headsColumns) {
    const layers = use == Use.TRAIN ? model.layers : 1;
    for (let layer = 0; layer < layers; layer++) {
      memory.fill(work.tapes + <usize>layer * work.tapeSize + tape.context, 0, bytes(work.capacity * model.headsColumns));
    }
    if (use == Use.TRAIN) memory.fill(work.dJoint, 0, bytes(work.capacity * 3 * model.headsColumns));
  }
}

function packWeights(model: Transformer, parameters: usize, transposed: bool): void {
  for (let layer = 0; layer < model.layers; layer++) {
    const block = parameters + model.blocks + layer * model.blockSize, panels = <usize>layer * work.layerPanels;
    pack(block + model.joint, model.columns, 3 * model.headsColumns, panels + work.jointPanels, transposed);
    pack(block + model.attentionOut, model.headsColumns, model.columns, panels + work.attentionOutPanels, transposed);
    pack(block + model.mlpIn, model.columns, model.inner, panels + work.mlpInPanels, transposed);
    pack(block + model.mlpOut, model.inner, model.columns, panels + work.mlpOutPanels, transposed);
  }
  pack(parameters + model.output, model.columns, model.words, work.outputPanels, transposed);
}

function pack(weight: usize, k: i32, n: i32, panels: usize, transposed: bool): void {
  packPanels(weight, k, n, panels);
  if (transposed) packTransposed(weight, k, n, panels + work.transposed);
}
