/** What a transformer looks like in memory. The fields are those of `transformerPlan` in `../padding.ts`, in its order. */
@unmanaged
export class Transformer {
  vocabulary: i32;
  width: i32;
  layers: i32;
  heads: i32;
  headWidth: i32;
  /** Padded widths in floats: of rows of logits, of the residual stream, of a head, of all heads, of the MLP. */
  words: i32;
  columns: i32;
  headColumns: i32;
  headsColumns: i32;
  inner: i32;
  /** Bytes of all parameters, and where each lies: from the parameters' beginning. */
  size: i32;
  tokenEmbedding: i32;
  positionEmbedding: i32;
  finalScale: i32;
  finalBias: i32;
  output: i32;
  outputBias: i32;
  /** The first block, and how far the next one is. */
  blocks: i32;
  blockSize: i32;
  /** From a block's beginning. `joint`: queries, keys and values side by side. */
  ln1Scale: i32;
  ln1Bias: i32;
  joint: i32;
  jointBias: i32;
  attentionOut: i32;
  attentionOutBias: i32;
  ln2Scale: i32;
  ln2Bias: i32;
  mlpIn: i32;
  mlpInBias: i32;
  mlpOut: i32;
  mlpOutBias: i32;

  /** A score's factor. */
  get scoreFactor(): f32 {
    return <f32>1 / sqrt<f32>(<f32>this.headWidth);
  }
}
