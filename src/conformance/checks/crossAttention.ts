import { feedbackLayout } from '../../engine/layout.ts';
import { expectShape, readTensor } from '../tensor.ts';
import type { Check } from './check.ts';

const WEIGHTS = ['Wq', 'Wk', 'Wv', 'Wo'] as const;

export const crossAttentionCheck: Check = {
  appliesTo: () => true,
  read(input) {
    const rte = readTensor(input.rte, 'rte', 2);
    const feedback = readTensor(input.feedback, 'feedback', 3);
    const [batch, trunkWidth] = rte.shape;
    const [, length, policyWidth] = feedback.shape;
    const shape = { policyWidth, trunkWidth, attentionWidth: readTensor(input.Wq, 'Wq', 2).shape[1] };
    const layout = feedbackLayout(shape);
    const tensor = (name: string, expected: readonly number[]) => {
      const found = readTensor(input[name], name, expected.length);
      expectShape(found, expected, name);
      return found.data;
    };
    const mask = tensor('mask', [batch, length]);
    return {
      data: {
        rte: rte.data, feedback: tensor('feedback', [batch, length, policyWidth]), upstream: tensor('upstream', [batch, trunkWidth]),
        ...Object.fromEntries(WEIGHTS.map((name) => [name, tensor(name, layout.at(name).shape)])),
      },
      async compute(subject, data) {
        const parameters = new Float64Array(layout.size);
        for (const name of WEIGHTS) parameters.set(data[name], layout.at(name).offset);
        const found = await subject.feedback({
          shape, parameters, batch, length, mask, states: data.rte, hidden: data.feedback,
          // The head is zero and the rewards' upstream too: the gradient is that of the attention alone.
          omega: 0, upstreamAggregated: data.upstream, upstreamRewards: new Float64Array(batch),
        });
        const gradient = Float64Array.from(found.gradient);
        const parts = WEIGHTS.map((name) => {
          const { offset, size } = layout.at(name);
          return [`d${name}`, gradient.subarray(offset, offset + size)] as const;
        });
        return { attention: found.attention, aggregated: found.aggregated, ...Object.fromEntries(parts) };
      },
    };
  },
};
