/**
 * The transformer's forward pass over the rows of one workgroup. A kernel that includes it provides `parameters`, `work`,
 * `tokenAt(row)`, `positionAt(row)`, and sets `lane` (start of its lane's parameters), `space` (start of its part of
 * `work`) and `span`.
 */
import { MLP_FACTOR, type TransformerShape } from '../../layout.ts';
import { attention } from './attention.ts';
import { gelu } from './gelu.ts';
import { layerNorm } from './normalise.ts';
import { product, weights } from './product.ts';

/** `p`: start of the layer's parameters; `a`: of its activations. */
export const LAYER_PARAMETERS = 'p: u32, a: u32';

/** `height`: rows of a product's tile. */
export function forward(shape: TransformerShape, height: number): string {
  const { width, vocabulary } = shape;
  const inner = MLP_FACTOR * width;
  return /* wgsl */ `
var<private> lane: u32;
var<private> space: u32;
${weights}
${gelu}
${layerNorm}
${attention}
/** Query, key and value have a matrix each, with its bias behind it. */
fn projection(column: u32) -> u32 {
  return QUERY + column / WIDTH * (WIDTH * WIDTH + WIDTH);
}
${product({
  name: 'projectJoint', parameters: LAYER_PARAMETERS, inputs: width, outputs: 3 * width,
  left: 'a + NORMED1 + row * WIDTH', right: 'p + projection(column) + column % WIDTH', rightStride: width,
  store: 'work[jointOf(a, row) + column] = value + weightAt(p + projection(column) + WIDTH * WIDTH + column % WIDTH);',
}, height)}
${product({
  name: 'projectContext', parameters: LAYER_PARAMETERS, inputs: width, outputs: width,
  left: 'a + CONTEXT + row * WIDTH', right: 'p + ATTENTION_OUT + column', rightStride: width,
  store: 'work[space + RESIDUAL + row * WIDTH + column] += value + weightAt(p + ATTENTION_OUT_BIAS + column);',
}, height)}
${product({
  name: 'expand', parameters: LAYER_PARAMETERS, inputs: width, outputs: inner,
  left: 'a + NORMED2 + row * WIDTH', right: 'p + MLP_IN + column', rightStride: inner,
  store: `let x = value + weightAt(p + MLP_IN_BIAS + column);
  work[a + INNER + row * INNER_WIDTH + column] = x;
  work[a + ACTIVATED + row * INNER_WIDTH + column] = gelu(x);`,
}, height)}
${product({
  name: 'contract', parameters: LAYER_PARAMETERS, inputs: inner, outputs: width,
  left: 'a + ACTIVATED + row * INNER_WIDTH', right: 'p + MLP_OUT + column', rightStride: width,
  store: 'work[space + RESIDUAL + row * WIDTH + column] += value + weightAt(p + MLP_OUT_BIAS + column);',
}, height)}
${product({
  name: 'predict', parameters: 'first: u32', inputs: width, outputs: vocabulary,
  left: 'space + HIDDEN + (first + row) * WIDTH', right: 'lane + OUTPUT + column', rightStride: vocabulary,
  store: 'work[space + LOGITS + row * VOCABULARY + column] = value + weightAt(lane + OUTPUT_BIAS + column);',
}, height)}
/** Final-LN states of \`rows\` rows, in HIDDEN. */
fn forward(rows: u32) {
  for (var task = thread; task < rows * WIDTH; task += WORKGROUP) {
    let row = task / WIDTH;
    let column = task % WIDTH;
    work[space + RESIDUAL + task] = weightAt(lane + TOKEN_EMBEDDING + tokenAt(row) * WIDTH + column)
      + weightAt(lane + POSITION_EMBEDDING + positionAt(row) * WIDTH + column);
  }
  sync();
  for (var layer = 0u; layer < LAYERS; layer++) {
    let p = lane + BLOCKS + layer * BLOCK;
    let a = space + LAYERS_START + layer * LAYER;
    layerNorm(space + RESIDUAL, p + LN1_SCALE, p + LN1_BIAS, a + NORMALISED1, a + NORMED1, a + INVERSE_DEVIATION1, rows);
    sync();
    projectJoint(p, a, rows);
    sync();
    attentionWeights(a, rows);
    sync();
    attentionContext(a, rows);
    sync();
    projectContext(p, a, rows);
    sync();
    layerNorm(space + RESIDUAL, p + LN2_SCALE, p + LN2_BIAS, a + NORMALISED2, a + NORMED2, a + INVERSE_DEVIATION2, rows);
    sync();
    expand(p, a, rows);
    sync();
    contract(p, a, rows);
    sync();
  }
  layerNorm(space + RESIDUAL, lane + FINAL_LN_SCALE, lane + FINAL_LN_BIAS, space + NORMALISED, space + HIDDEN, space + INVERSE_DEVIATION, rows);
  sync();
}
`;
}
