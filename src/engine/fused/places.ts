/** Where things lie: a transformer's parameters and the activations of one workgroup, as numbers and as WGSL constants. */
import { MLP_FACTOR, transformerLayout, type Layout, type TransformerShape } from '../layout.ts';
import { constants } from './gpu/kernel.ts';

/** So many floats, filled up to whole vec4s. */
const wholeVectors = (floats: number) => Math.ceil(floats / 4) * 4;

/** Floats from one lane's parameters to the next one's: each lane begins at a whole vec4. */
export const pitchOf = ({ size }: Layout): number => wholeVectors(size);

/** Named runs of floats, one behind the other. Each begins at a whole vec4, and the size is a number of them. */
export interface Places {
  readonly at: Readonly<Record<string, number>>;
  readonly size: number;
}

export function places(sizes: readonly (readonly [name: string, size: number])[], start = 0): Places {
  const at: Record<string, number> = {};
  let size = start;
  for (const [name, length] of sizes) {
    at[name] = size;
    size += wholeVectors(length);
  }
  return { at, size };
}

/** attentionOut.bias -> ATTENTION_OUT_BIAS */
const constantName = (name: string) => name.replace(/[.]/g, '_').replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();

/** Sizes and parameter offsets. Offsets inside a block count from the block's start, `BLOCKS + layer * BLOCK`. */
export function shapeConstants(shape: TransformerShape, length: number): string {
  const { vocabulary, width, layers, heads } = shape;
  const layout = transformerLayout(shape);
  const blocks = layout.at('block0.ln1.scale').offset;
  const offsets = layout.entries.filter(({ name }) => !/^block[1-9]/.test(name)).map(({ name, offset }) =>
    (name.startsWith('block0.') ? [constantName(name.slice('block0.'.length)), offset - blocks] : [constantName(name), offset]) as [string, number]);
  return constants({
    VOCABULARY: vocabulary, WIDTH: width, LAYERS: layers, HEADS: heads, HEAD_WIDTH: width / heads, INNER_WIDTH: MLP_FACTOR * width,
    LENGTH: length, PARAMETERS: pitchOf(layout), BLOCKS: blocks, BLOCK: (layout.at('finalLn.scale').offset - blocks) / layers,
    ...Object.fromEntries(offsets),
  });
}

export interface ActivationPlaces {
  /** Offsets inside a layer's part, which starts at `LAYERS_START + layer * LAYER`. */
  readonly layer: Places;
  /** Offsets from the start of the workgroup's part. */
  readonly shared: Places;
  readonly layersStart: number;
  /** 0 where all layers use the same memory. */
  readonly layerStride: number;
  readonly size: number;
}

export interface ActivationNeeds {
  /** Rows computed together. */
  readonly rows: number;
  /** Joint query-key-value rows that are kept. */
  readonly jointRows: number;
  /** Each layer's activations outlive the layer. */
  readonly perLayer: boolean;
  readonly backward: boolean;
}

export function activationPlaces(shape: TransformerShape, length: number, needs: ActivationNeeds): ActivationPlaces {
  const { vocabulary, width, layers, heads } = shape;
  const { rows, jointRows, perLayer, backward } = needs;
  const states = rows * width;
  const inner = MLP_FACTOR * states;
  const weights = rows * heads * length;
  const layer = places([
    ['NORMALISED1', states], ['NORMED1', states], ['INVERSE_DEVIATION1', rows],
    ['JOINT', jointRows * 3 * width], ['WEIGHTS', weights], ['CONTEXT', states],
    ['NORMALISED2', states], ['NORMED2', states], ['INVERSE_DEVIATION2', rows], ['INNER', inner], ['ACTIVATED', inner],
    ...(backward ? [['D_OUT', states], ['D_NORMED2', states], ['D_MIDDLE', states], ['D_JOINT', 3 * states], ['D_NORMED1', states]] as const : []),
  ]);
  const shared = places([
    ['RESIDUAL', states], ['NORMALISED', states], ['HIDDEN', states], ['INVERSE_DEVIATION', rows], ['LOGITS', rows * vocabulary], ['RATIOS', rows],
    ...(backward ? [['D_HIDDEN', states], ['D_EMBEDDED', states], ['D_CONTEXT', states], ['D_WEIGHTS', weights]] as const : []),
  ]);
  const kept = perLayer ? layers : 1;
  return { layer, shared, layersStart: shared.size, layerStride: perLayer ? layer.size : 0, size: shared.size + kept * layer.size };
}

export function activationConstants({ layer, shared, layersStart, layerStride, size }: ActivationPlaces): string {
  return constants({ ...layer.at, ...shared.at, LAYERS_START: layersStart, LAYER: layerStride, SPACE: size });
}
