/** The causal pre-LN transformer on one group of responses: forward, and the gradient of all parameters. */
import { attend, attendBackward } from './attention';
import { gelu, geluBackward } from './gelu';
import { firstRow, gatherAsked, groupRows, groupSize, rowCount, scatterAsked } from './group';
import { bytes, upTo4 } from './math';
import { Transformer } from './model';
import { layerNorm, layerNormBackward } from './normalise';
import { addColumnSums, addOuterProducts, product } from './product';
import { tape, work } from './work';

/** A layer's queries, keys and values from the residual stream. `block`: its parameters; `at`: its tape. */
export function project(model: Transformer, block: usize, panels: usize, at: usize, rows: i32): void {
  const columns = model.columns, heads = model.headsColumns;
  layerNorm(work.residual, block + model.ln1Scale, block + model.ln1Bias, at + tape.normalised1, at + tape.normed1, at + tape.inverse1, rows, model.width, columns);
  product(
    at + tape.normed1, bytes(columns), panels + work.jointPanels, at + tape.joint, bytes(3 * heads), upTo4(rows), 3 * heads, columns,
    block + model.jointBias, false,
  );
}

/** The rest of a layer, from the attention's context on. */
export function combine(model: Transformer, block: usize, panels: usize, at: usize, rows: i32): void {
  const columns = model.columns, heads = model.headsColumns, inner = model.inner, m = upTo4(rows);
  product(at + tape.context, bytes(heads), panels + work.attentionOutPanels, work.residual, bytes(columns), m, columns, heads, block + model.attentionOutBias, true);
  layerNorm(work.residual, block + model.ln2Scale, block + model.ln2Bias, at + tape.normalised2, at + tape.normed2, at + tape.inverse2, rows, model.width, columns);
  product(at + tape.normed2, bytes(columns), panels + work.mlpInPanels, at + tape.slope, bytes(inner), m, inner, columns, block + model.mlpInBias, false);
  gelu(at + tape.slope, at + tape.activated, rows * inner);
  product(at + tape.activated, bytes(inner), panels + work.mlpOutPanels, work.residual, bytes(columns), m, columns, inner, block + model.mlpOutBias, true);
}

/** The states after the final layer norm. */
export function finish(model: Transformer, parameters: usize, rows: i32): void {
  layerNorm(
    work.residual, parameters + model.finalScale, parameters + model.finalBias, work.normalised, work.hidden, work.inverse,
    rows, model.width, model.columns,
  );
}

/** From `residual` to `hidden`. `keep`: every layer has its own tape, for the way back. */
export function forward(model: Transformer, parameters: usize, keep: bool): void {
  const columns = model.columns, heads = model.headsColumns, factor = model.scoreFactor;
  for (let layer = 0; layer < model.layers; layer++) {
    const block = parameters + model.blocks + layer * model.blockSize, panels = <usize>layer * work.layerPanels;
    const at = work.tapes + (keep ? <usize>layer * work.tapeSize : 0);
    project(model, block, panels, at, groupRows);
    for (let response = 0; response < groupSize; response++) {
      const row = firstRow(response);
      attend(
        at + tape.joint + bytes(row * 3 * heads), weightsOf(model, at, response), at + tape.context + bytes(row * heads),
        work.scratch, rowCount(response), heads, model.heads, model.headColumns, factor,
      );
    }
    combine(model, block, panels, at, groupRows);
  }
  finish(model, parameters, groupRows);
}

/** Where a response's attention weights lie: behind those of the responses before it. */
function weightsOf(model: Transformer, at: usize, response: i32): usize {
  let floats = 0;
  for (let before = 0; before < response; before++) floats += rowCount(before) * upTo4(rowCount(before));
  return at + tape.weights + bytes(floats * model.heads);
}

/** Logits of `rows` rows of `asked`. */
export function predict(model: Transformer, parameters: usize, states: usize, rows: i32): void {
  product(states, bytes(model.columns), work.outputPanels, work.logits, bytes(model.words), upTo4(rows), model.words, model.columns, parameters + model.outputBias, false);
}

/** Logits of every word of the responses, from the position before it; returns how many rows there are. */
export function predictResponses(model: Transformer, parameters: usize, promptLength: i32): i32 {
  const asked = gatherAsked(model, promptLength);
  predict(model, parameters, work.asked, asked);
  return asked;
}

/** y = x W + b: adds to the gradients of W and b, and dx from dy if asked for (`dx` not 0). Widths in floats. */
function linearBackward(
  x: usize, k: i32, dy: usize, n: i32, rows: i32, panels: usize, dx: usize, dWeight: usize, dBias: usize,
): void {
  addOuterProducts(x, bytes(k), dy, bytes(n), dWeight, k, n, rows);
  addColumnSums(dy, bytes(n), dBias, rows, n);
  product(dy, bytes(n), panels + work.transposed, dx, bytes(k), upTo4(rows), k, n, 0, false);
}

/** Adds to `gradient` that of the group, given d loss / d logits in place of the logits of `predictResponses`. */
export function backward(model: Transformer, parameters: usize, gradient: usize, asked: i32, promptLength: i32): void {
  const columns = model.columns, heads = model.headsColumns, inner = model.inner, rows = groupRows, factor = model.scoreFactor;
  linearBackward(work.asked, columns, work.logits, model.words, asked, work.outputPanels, work.dAsked, gradient + model.output, gradient + model.outputBias);
  scatterAsked(model, promptLength);
  layerNormBackward(
    work.dNormed, parameters + model.finalScale, work.normalised, work.inverse, work.dResidual,
    gradient + model.finalScale, gradient + model.finalBias, rows, model.width, columns, false,
  );
  for (let layer = model.layers - 1; layer >= 0; layer--) {
    const place = model.blocks + layer * model.blockSize, block = parameters + place, dBlock = gradient + place;
    const panels = <usize>layer * work.layerPanels, at = work.tapes + <usize>layer * work.tapeSize;
    linearBackward(at + tape.activated, inner, work.dResidual, columns, rows, panels + work.mlpOutPanels, work.dInner, dBlock + model.mlpOut, dBlock + model.mlpOutBias);
    geluBackward(work.dInner, at + tape.slope, rows * inner);
    linearBackward(at + tape.normed2, columns, work.dInner, inner, rows, panels + work.mlpInPanels, work.dNormed, dBlock + model.mlpIn, dBlock + model.mlpInBias);
    layerNormBackward(
      work.dNormed, block + model.ln2Scale, at + tape.normalised2, at + tape.inverse2, work.dResidual,
      dBlock + model.ln2Scale, dBlock + model.ln2Bias, rows, model.width, columns, true,
    );
    linearBackward(at + tape.context, heads, work.dResidual, columns, rows, panels + work.attentionOutPanels, work.dContext, dBlock + model.attentionOut, dBlock + model.attentionOutBias);
    for (let response = 0; response < groupSize; response++) {
      const row = firstRow(response);
      attendBackward(
        at + tape.joint + bytes(row * 3 * heads), weightsOf(model, at, response), work.dContext + bytes(row * heads),
        work.dJoint + bytes(row * 3 * heads), work.scratch, rowCount(response), heads, model.heads, model.headColumns, factor,
      );
    }
    linearBackward(at + tape.normed1, columns, work.dJoint, 3 * heads, rows, panels + work.jointPanels, work.dNormed, dBlock + model.joint, dBlock + model.jointBias);
    layerNormBackward(
      work.dNormed, block + model.ln1Scale, at + tape.normalised1, at + tape.inverse1, work.dResidual,
      dBlock + model.ln1Scale, dBlock + model.ln1Bias, rows, model.width, columns, true,
    );
  }
}
