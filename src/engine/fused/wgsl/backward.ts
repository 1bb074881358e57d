/**
 * The transformer's backward pass over one response, from the derivative of its logits (in LOGITS, for rows `first` on) to
 * the derivatives beside every weight: `gradient.ts` multiplies those with the activations.
 */
import { MLP_FACTOR, type TransformerShape } from '../../layout.ts';
import { attentionBackward } from './attention.ts';
import { LAYER_PARAMETERS } from './forward.ts';
import { layerNormBackward } from './normalise.ts';
import { product } from './product.ts';

/** `height`: rows of a product's tile. */
export function backward({ width, vocabulary }: TransformerShape, height: number): string {
  const inner = MLP_FACTOR * width;
  return /* wgsl */ `
${layerNormBackward}
${attentionBackward}
/** Transposed: the right operand's columns are the matrix's rows. */
${product({
  name: 'predictBackward', parameters: 'unused: u32', inputs: vocabulary, outputs: width,
  left: 'space + LOGITS + row * VOCABULARY', right: 'lane + OUTPUT + column * VOCABULARY', rightStride: 1,
  store: 'work[space + D_HIDDEN + row * WIDTH + column] = value;',
}, height)}
${product({
  name: 'contractBackward', parameters: LAYER_PARAMETERS, inputs: width, outputs: inner,
  left: 'a + D_OUT + row * WIDTH', right: 'p + MLP_OUT + column * WIDTH', rightStride: 1,
  store: `let at = a + INNER + row * INNER_WIDTH + column;
  work[at] = value * geluSlope(work[at]);`,
}, height)}
${product({
  name: 'expandBackward', parameters: LAYER_PARAMETERS, inputs: inner, outputs: width,
  left: 'a + INNER + row * INNER_WIDTH', right: 'p + MLP_IN + column * INNER_WIDTH', rightStride: 1,
  store: 'work[a + D_NORMED2 + row * WIDTH + column] = value;',
}, height)}
${product({
  name: 'projectContextBackward', parameters: LAYER_PARAMETERS, inputs: width, outputs: width,
  left: 'a + D_MIDDLE + row * WIDTH', right: 'p + ATTENTION_OUT + column * WIDTH', rightStride: 1,
  store: 'work[space + D_CONTEXT + row * WIDTH + column] = value;',
}, height)}
${product({
  name: 'projectJointBackward', parameters: LAYER_PARAMETERS, inputs: width, outputs: width,
  left: 'a + D_JOINT + row * 3u * WIDTH', right: 'p + QUERY + column * WIDTH', rightStride: 1,
  runs: { count: 3, rightStride: width * width + width },
  store: 'work[a + D_NORMED1 + row * WIDTH + column] = value;',
}, height)}
/** Row by row, the derivative of a layer's output: where its layer, or the embedding, keeps it. */
fn upstreamOf(layer: u32) -> u32 {
  return select(space + LAYERS_START + (layer - 1u) * LAYER + D_OUT, space + D_EMBEDDED, layer == 0u);
}

/** \`count\` rows from \`first\` on have logits; \`rows\` rows are looked at. */
fn backward(first: u32, count: u32, rows: u32) {
  predictBackward(0u, count);
  sync();
  for (var row = thread; row < rows; row += WORKGROUP) {
    let into = upstreamOf(LAYERS) + row * WIDTH;
    if (row >= first && row < first + count) {
      layerNormBackward(space + D_HIDDEN + (row - first) * WIDTH, lane + FINAL_LN_SCALE, space + NORMALISED + row * WIDTH,
        space + INVERSE_DEVIATION + row, 0u, into, false);
    } else {
      for (var i = 0u; i < WIDTH; i++) {
        work[into + i] = 0.0;
      }
    }
  }
  sync();
  for (var above = LAYERS; above > 0u; above--) {
    let layer = above - 1u;
    let p = lane + BLOCKS + layer * BLOCK;
    let a = space + LAYERS_START + layer * LAYER;
    contractBackward(p, a, rows);
    sync();
    expandBackward(p, a, rows);
    sync();
    for (var row = thread; row < rows; row += WORKGROUP) {
      layerNormBackward(a + D_NORMED2 + row * WIDTH, p + LN2_SCALE, a + NORMALISED2 + row * WIDTH, a + INVERSE_DEVIATION2 + row,
        a + D_OUT + row * WIDTH, a + D_MIDDLE + row * WIDTH, true);
    }
    sync();
    projectContextBackward(p, a, rows);
    sync();
    attentionWeightsBackward(a, rows);
    sync();
    attentionBackward(a, rows);
    sync();
    projectJointBackward(p, a, rows);
    sync();
    for (var row = thread; row < rows; row += WORKGROUP) {
      layerNormBackward(a + D_NORMED1 + row * WIDTH, p + LN1_SCALE, a + NORMALISED1 + row * WIDTH, a + INVERSE_DEVIATION1 + row,
        a + D_MIDDLE + row * WIDTH, upstreamOf(layer) + row * WIDTH, true);
    }
    sync();
  }
}
`;
}
