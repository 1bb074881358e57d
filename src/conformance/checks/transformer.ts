import { transformerLayout, type TransformerShape } from '../../engine/layout.ts';
import { expectShape, MalformedFixture, readNumber, readRecord, readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

export const transformerCheck: Check = {
  appliesTo: (subject) => subject.transformer !== undefined,
  read(input) {
    const tokens = readTensor(input.tokens, 'tokens', 2);
    const [batch, length] = tokens.shape;
    const weights = readRecord(input.weights, 'weights');
    const shape = shapeOf(weights, readNumber(input.heads, 'heads'));
    const layout = transformerLayout(shape);
    const promptLength = readNumber(input.promptLength, 'promptLength');
    if (tokens.data.some((token) => !Number.isInteger(token) || token < 0 || token >= shape.vocabulary)) {
      throw new MalformedFixture(`tokens must be whole numbers from 0 to ${shape.vocabulary - 1}`);
    }
    if (length > shape.positions) throw new MalformedFixture(`tokens are longer than the ${shape.positions} positions`);
    if (!(promptLength >= 1 && promptLength < length)) throw new MalformedFixture(`promptLength must be from 1 to ${length - 1}`);
    const unknown = Object.keys(weights).filter((name) => !layout.entries.some((entry) => entry.name === name));
    if (unknown.length > 0) throw new MalformedFixture(`weights has ${unknown.join(', ')}, which the model lacks`);
    const data = Object.fromEntries(layout.entries.map(({ name, shape: expected }) => {
      const found = readTensor(weights[name], `weights.${name}`, expected.length);
      expectShape(found, expected, `weights.${name}`);
      return [name, found.data];
    }));
    return {
      data,
      async compute(subject, varied) {
        if (!subject.transformer) throw new TypeError(`${subject.name} has no transformer`);
        const parameters = new Float64Array(layout.size);
        for (const { name, offset } of layout.entries) parameters.set(varied[name], offset);
        const found = await subject.transformer({ shape, parameters, tokens: tokens.data, batch, length, promptLength });
        const gradient = Float64Array.from(found.gradient);
        const gradients = layout.entries.map(({ name, offset, size }) => [`gradients.${name}`, gradient.subarray(offset, offset + size)] as const);
        return { hidden: found.hidden, logits: found.logits, loss: [found.loss], ...Object.fromEntries(gradients) };
      },
    };
  },
};

function shapeOf(weights: Readonly<Record<string, unknown>>, heads: number): TransformerShape {
  const [vocabulary, width] = readTensor(weights.tokenEmbedding, 'weights.tokenEmbedding', 2).shape;
  const [positions] = readTensor(weights.positionEmbedding, 'weights.positionEmbedding', 2).shape;
  if (!Number.isInteger(heads) || heads < 1 || width % heads !== 0) throw new MalformedFixture(`heads must divide the width ${width}`);
  let layers = 0;
  while (Object.hasOwn(weights, `block${layers}.query`)) layers++;
  return { vocabulary, width, layers, heads, positions };
}
