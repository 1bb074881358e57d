/**
 * The kernels' layout of a model: what `../layout.ts` lays one behind the other, with rows padded to a multiple of 8 floats
 * (heads to one of 4), so that kernels never meet a part of a register. Padding is 0 in parameters, gradients and moments alike.
 */
import { feedbackLayout, headLayout, MLP_FACTOR, transformerLayout, type Entry, type FeedbackShape, type Layout, type TransformerShape } from '../layout.ts';

/** A model as kernels know it. */
export interface Plan {
  /** Floats of the unpadded vector. */
  readonly size: number;
  /** Floats of the padded one. */
  readonly padded: number;
  /** Where each float of the unpadded vector lies in the padded one. */
  readonly places: Int32Array;
  /** What kernels read about the model: sizes in floats, and places in bytes. */
  readonly description: Int32Array;
}

export const upTo = (multiple: number, size: number) => Math.ceil(size / multiple) * multiple;

/** Cuts the padded vector's floats out, one matrix after the other, and remembers what lies where. */
class Places {
  size = 0;
  private readonly places: Int32Array;

  constructor(private readonly layout: Layout) {
    this.places = new Int32Array(layout.size).fill(-1);
  }

  /** Makes room for a matrix; returns its place in floats. Rows are a multiple of 4 floats, so every matrix is whole registers. */
  room(rows: number, columns: number): number {
    const at = this.size;
    this.size += rows * columns;
    return at;
  }

  /** Says that an entry lies from `at` on, in rows `pitch` floats apart, with its rows and columns moved. */
  put(name: string, at: number, pitch: number, column: (index: number) => number = same, row: (index: number) => number = same): void {
    const { offset, rows, columns } = matrix(this.layout.at(name));
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) this.places[offset + i * columns + j] = at + row(i) * pitch + column(j);
  }

  plan(description: readonly number[]): Plan {
    const missing = this.layout.entries.find(({ offset, size }) => this.places.subarray(offset, offset + size).includes(-1));
    if (missing) throw new Error(`no place for ${missing.name}`);
    return { size: this.layout.size, padded: this.size, places: this.places, description: Int32Array.from(description) };
  }
}

const same = (index: number) => index;

function matrix({ shape, offset }: Entry): { offset: number; rows: number; columns: number } {
  return { offset, rows: shape.length === 1 ? 1 : shape[0], columns: shape[shape.length - 1] };
}

const bytes = (floats: number) => 4 * floats;

export function transformerPlan(shape: TransformerShape): Plan {
  const { vocabulary, width, layers, heads, positions } = shape;
  const headWidth = width / heads;
  const columns = upTo(8, width), words = upTo(8, vocabulary), inner = upTo(8, MLP_FACTOR * width);
  const headColumns = upTo(4, headWidth), headsColumns = upTo(8, heads * headColumns);
  const inHeads = (index: number) => Math.floor(index / headWidth) * headColumns + (index % headWidth);
  const places = new Places(transformerLayout(shape));

  /** A matrix that is no more than its entry, with its rows padded. */
  const add = (name: string, rows: number, padded: number, column = same, row = same) => {
    const at = places.room(rows, padded);
    places.put(name, at, padded, column, row);
    return at;
  };
  /** A map and its bias. */
  const linear = (name: string, rows: number, padded: number, row = same) => [add(name, rows, padded, same, row), add(`${name}.bias`, 1, padded)];
  const norm = (name: string) => [add(`${name}.scale`, 1, columns), add(`${name}.bias`, 1, columns)];
  const block = (layer: number): number[] => {
    const name = `block${layer}`;
    const ln1 = norm(`${name}.ln1`);
    const joint = [places.room(columns, 3 * headsColumns), places.room(1, 3 * headsColumns)];
    ['query', 'key', 'value'].forEach((part, i) => {
      places.put(`${name}.${part}`, joint[0] + i * headsColumns, 3 * headsColumns, inHeads);
      places.put(`${name}.${part}.bias`, joint[1] + i * headsColumns, 3 * headsColumns, inHeads);
    });
    return [
      ...ln1, ...joint, ...linear(`${name}.attentionOut`, headsColumns, columns, inHeads),
      ...norm(`${name}.ln2`), ...linear(`${name}.mlpIn`, columns, inner), ...linear(`${name}.mlpOut`, inner, columns),
    ];
  };

  const embeddings = [add('tokenEmbedding', vocabulary, columns), add('positionEmbedding', positions, columns)];
  const begin = places.size;
  const blocks = Array.from({ length: layers }, (_, layer) => block(layer));
  const blockSize = (places.size - begin) / layers;
  const last = [...norm('finalLn'), ...linear('output', columns, words)];
  return places.plan([
    vocabulary, width, layers, heads, headWidth, words, columns, headColumns, headsColumns, inner, bytes(places.size),
    ...[...embeddings, ...last, begin, blockSize, ...blocks[0].map((at) => at - begin)].map(bytes),
  ]);
}

export function feedbackPlan(shape: FeedbackShape): Plan {
  const { policyWidth, trunkWidth, attentionWidth } = shape;
  const policy = upTo(8, policyWidth), trunk = upTo(8, trunkWidth), inner = upTo(8, attentionWidth);
  const places = new Places(feedbackLayout(shape));
  const add = (name: string, rows: number, padded: number) => {
    const at = places.room(rows, padded);
    places.put(name, at, padded);
    return at;
  };
  const at = [add('Wq', trunk, inner), add('Wk', policy, inner), add('Wv', policy, inner), add('Wo', inner, trunk), add('head', 1, trunk), add('head.bias', 1, 4)];
  return places.plan([policyWidth, trunkWidth, attentionWidth, policy, trunk, inner, bytes(places.size), ...at.map(bytes)]);
}

/** The scoring head alone is padded behind its end only. */
export function headPlan(width: number): Plan {
  const layout = headLayout(width);
  const places = new Places(layout);
  const at = places.room(1, upTo(4, layout.size));
  for (const { name, offset } of layout.entries) places.put(name, at + offset, layout.size);
  return places.plan([]);
}
