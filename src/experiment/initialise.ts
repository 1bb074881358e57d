/** Starting weights of a transformer, drawn from a stream. */
import { transformerLayout, type TransformerShape } from '../engine/layout.ts';
import type { Stream } from '../engine/random.ts';

/** Output projections of a block start at half size, so that a block starts as a small correction. */
const HALVED = ['attentionOut', 'mlpOut'];

/** Standard deviation of position embeddings, of every transformer. */
const POSITION_DEVIATION = 0.1;

/**
 * Linear maps (weights and biases) from U(+-1/sqrt(fan-in)), those in `HALVED` times one half; word embeddings from
 * N(0, embeddingDeviation^2), positions from N(0, POSITION_DEVIATION^2); layer norms 1 and 0.
 */
export function initialParameters(shape: TransformerShape, embeddingDeviation: number, stream: Stream): Float32Array {
  const layout = transformerLayout(shape);
  const parameters = new Float32Array(layout.size);
  for (const { name, shape: extents, offset, size } of layout.entries) {
    const draw = drawerOf(name, extents);
    for (let i = 0; i < size; i++) parameters[offset + i] = draw();
  }
  return parameters;

  function drawerOf(name: string, extents: readonly number[]): () => number {
    if (name === 'tokenEmbedding') return () => embeddingDeviation * stream.normal();
    if (name === 'positionEmbedding') return () => POSITION_DEVIATION * stream.normal();
    if (name.endsWith('.scale')) return () => 1;
    const map = name.replace(/\.bias$/, '');
    if (/(ln1|ln2|finalLn)$/.test(map)) return () => 0;
    const fanIn = name === map ? extents[0] : layout.at(map).shape[0];
    const bound = (HALVED.some((part) => map.endsWith(part)) ? 0.5 : 1) / Math.sqrt(fanIn);
    return () => bound * (2 * stream.uniform() - 1);
  }
}
