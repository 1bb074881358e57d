/** Which activation meets which derivative in each weight's gradient. */
import { feedbackLayout, MLP_FACTOR, transformerLayout, type FeedbackShape, type TransformerShape } from '../layout.ts';
import type { PlanEntry } from './kernels/gradient.ts';
import type { ActivationPlaces, Places } from './places.ts';

/** A linear map's weight and bias: `[left, derivative]` offsets, and rows' strides. */
interface Linear {
  readonly name: string;
  readonly left: number;
  readonly derivative: number;
  readonly derivativeStride: number;
  readonly rows: PlanEntry['rows'];
}

export function transformerPlan(shape: TransformerShape, { layer, shared, layersStart, layerStride }: ActivationPlaces): PlanEntry[] {
  const layout = transformerLayout(shape);
  const { width, vocabulary, layers } = shape;

  function linear({ name, left, derivative, derivativeStride, rows }: Linear): PlanEntry[] {
    const { offset, shape: [inputs, outputs] } = layout.at(name);
    const common = { rows, derivative, derivativeStride, outputs };
    return [
      { ...common, kind: 'product', left, leftStride: inputs, inputs, target: offset },
      { ...common, kind: 'sum', left: 0, leftStride: 0, inputs: 1, target: layout.at(`${name}.bias`).offset },
    ];
  }
  function norm(name: string, normalised: number, derivative: number, rows: PlanEntry['rows']): PlanEntry[] {
    const common = { rows, left: normalised, leftStride: width, derivative, derivativeStride: width, inputs: 1, outputs: width };
    return [
      { ...common, kind: 'dot', target: layout.at(`${name}.scale`).offset },
      { ...common, kind: 'sum', target: layout.at(`${name}.bias`).offset },
    ];
  }
  function embedding(name: string, kind: 'byToken' | 'byPosition'): PlanEntry {
    const { offset, shape: [inputs] } = layout.at(name);
    return { kind, rows: 'spoken', left: 0, leftStride: 0, derivative: shared.at.D_EMBEDDED, derivativeStride: width, target: offset, inputs, outputs: width };
  }

  const blocks = Array.from({ length: layers }, (_, index) => {
    const at = (place: string) => layersStart + index * layerStride + layer.at[place];
    const block = `block${index}`;
    const inBlock = (name: string, left: string, derivative: number, derivativeStride: number) =>
      linear({ name: `${block}.${name}`, left: at(left), derivative, derivativeStride, rows: 'spoken' });
    return [
      ...norm(`${block}.ln1`, at('NORMALISED1'), at('D_NORMED1'), 'spoken'),
      ...['query', 'key', 'value'].flatMap((name, part) => inBlock(name, 'NORMED1', at('D_JOINT') + part * width, 3 * width)),
      ...inBlock('attentionOut', 'CONTEXT', at('D_MIDDLE'), width),
      ...norm(`${block}.ln2`, at('NORMALISED2'), at('D_NORMED2'), 'spoken'),
      ...inBlock('mlpIn', 'NORMED2', at('INNER'), MLP_FACTOR * width),
      ...inBlock('mlpOut', 'ACTIVATED', at('D_OUT'), width),
    ];
  });
  return [
    embedding('tokenEmbedding', 'byToken'),
    embedding('positionEmbedding', 'byPosition'),
    ...blocks.flat(),
    ...norm('finalLn', shared.at.NORMALISED, shared.at.D_HIDDEN, 'predicting'),
    ...linear({ name: 'output', left: shared.at.HIDDEN, derivative: shared.at.LOGITS, derivativeStride: vocabulary, rows: 'predicting' }),
  ];
}

/** One outer product for each response and weight, as `wgsl/feedback.ts` leaves them. */
export function feedbackPlan(shape: FeedbackShape, { at }: Places): PlanEntry[] {
  const layout = feedbackLayout(shape);
  const outer = (name: string, left: number, derivative: number): PlanEntry => {
    const { offset, shape: [inputs, outputs = 1] } = layout.at(name);
    return { kind: 'product', rows: 'single', left, leftStride: 0, derivative, derivativeStride: 0, target: offset, inputs, outputs };
  };
  return [
    outer('Wq', at.STATE, at.D_QUERY),
    outer('Wk', at.D_FOCUS, at.QUERY),
    outer('Wv', at.MIXED, at.D_CONTEXT),
    outer('Wo', at.CONTEXT, at.D_AGGREGATED),
    outer('head', at.COMBINED, at.D_REWARD),
    { ...outer('head.bias', 0, at.D_REWARD), kind: 'sum' },
  ];
}
