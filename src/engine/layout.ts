/**
 * The flat parameter vector: every model is one Float32Array per lane, and this file says what lies where.
 * Engines exchange models in this layout; a checkpoint stores it.
 */

/** Size of a causal pre-LN transformer. `positions` is the longest sequence, in tokens. */
export interface TransformerShape {
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly positions: number;
}

/** Size of R2M's trainable part: cross attention of inner width d and the scoring head (r2m Eqs. 3, 4). */
export interface FeedbackShape {
  /** D_p, width of the policy's hidden states. */
  readonly policyWidth: number;
  /** D_rm, width of the reward trunk. */
  readonly trunkWidth: number;
  /** d, inner width of the attention. */
  readonly attentionWidth: number;
}

/** One named matrix or vector inside a flat vector. `offset` and `size` count floats. */
export interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

export interface Layout {
  readonly entries: readonly Entry[];
  /** Floats in the whole vector. */
  readonly size: number;
  /** Finds an entry; throws on an unknown name. */
  at(name: string): Entry;
}

function createLayout(shapes: readonly (readonly [name: string, shape: readonly number[]])[]): Layout {
  let size = 0;
  const entries = shapes.map(([name, shape]) => {
    const entry = { name, shape, offset: size, size: shape.reduce((product, extent) => product * extent, 1) };
    size += entry.size;
    return entry;
  });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  return {
    entries,
    size,
    at(name) {
      const entry = byName.get(name);
      if (!entry) throw new Error(`no parameter named ${name}`);
      return entry;
    },
  };
}

/** Hidden width of a block's MLP, as a multiple of the model's width. */
export const MLP_FACTOR = 4;

/**
 * A transformer's parameters in forward order; linear maps are `x W + b` with W stored (in x out), row-major.
 * The names are those of the arithmetic fixtures.
 */
export function transformerLayout(shape: TransformerShape): Layout {
  const { vocabulary, width, layers, positions } = shape;
  const inner = MLP_FACTOR * width;
  const linear = (name: string, rows: number, columns: number) =>
    [[name, [rows, columns]], [`${name}.bias`, [columns]]] as const;
  const norm = (name: string) => [[`${name}.scale`, [width]], [`${name}.bias`, [width]]] as const;
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const block = `block${layer}`;
    return [
      ...norm(`${block}.ln1`),
      ...linear(`${block}.query`, width, width),
      ...linear(`${block}.key`, width, width),
      ...linear(`${block}.value`, width, width),
      ...linear(`${block}.attentionOut`, width, width),
      ...norm(`${block}.ln2`),
      ...linear(`${block}.mlpIn`, width, inner),
      ...linear(`${block}.mlpOut`, inner, width),
    ];
  });
  return createLayout([
    ['tokenEmbedding', [vocabulary, width]],
    ['positionEmbedding', [positions, width]],
    ...blocks.flat(),
    ...norm('finalLn'),
    ...linear('output', width, vocabulary),
  ]);
}

/** R2M's trainable parameters: W_q (D_rm x d), W_k and W_v (D_p x d), W_o (d x D_rm), then the head phi. No biases but phi's. */
export function feedbackLayout(shape: FeedbackShape): Layout {
  const { policyWidth, trunkWidth, attentionWidth } = shape;
  return createLayout([
    ['Wq', [trunkWidth, attentionWidth]],
    ['Wk', [policyWidth, attentionWidth]],
    ['Wv', [policyWidth, attentionWidth]],
    ['Wo', [attentionWidth, trunkWidth]],
    ...headEntries(trunkWidth),
  ]);
}

/** The scoring head phi alone: D_rm weights and a bias. */
export function headLayout(trunkWidth: number): Layout {
  return createLayout(headEntries(trunkWidth));
}

function headEntries(trunkWidth: number) {
  return [['head', [trunkWidth]], ['head.bias', [1]]] as const;
}
